/**
 * What is run on the other machine: one line each, for any POSIX sh, with nothing but the tools that every Linux has.
 * No backslash and no `!=`, since they pass through login shells that have their own idea of those.
 */

/**
 * Exit statuses of the scripts. 66 to 68 after sysexits.h's EX_NOINPUT, none of which ssh, srun or a shell use
 * themselves.
 */
export const remoteStatus = { missing: 66, directory: 67, unreadable: 68, truncated: 70, replaced: 71 } as const;

const checkFile = `[ -e "$f" ] || exit 66; [ -d "$f" ] && exit 67; [ -r "$f" ] || exit 68`;

/**
 * Arguments: FILE, how many bytes of it to skip, and the number of its inode as it was before (empty: any). Says `at
 * INODE SIZE` on standard error, then gives the bytes as they are written. The file stays open, so that not one byte is
 * lost when another takes its name: the rest is read, then it ends. It also ends when its own standard input does,
 * since sshd tells a script in no other way that the connection has gone.
 */
export const followScript = [
  'f=$1; n=$2; i=$3',
  checkFile,
  'set -f',
  'exec 3<"$f" 4<&0',
  'set -- $(ls -dlniL -- "$f")',
  'echo "at $1 $6" >&2',
  '[ -z "$i" ] || [ "$i" = "$1" ] || exit 71',
  '[ "$6" -ge "$n" ] || exit 70',
  'j=$1; z=$6',
  '{ (cat <&4 >/dev/null; kill $$) 3<&- >/dev/null 2>&1 & }',
  'w=$!',
  'exec 4<&-',
  `trap 'kill $w 2>/dev/null' EXIT`,
  'tail -c +$((n+1)) <&3',
  'while :; do cat <&3 || exit',
  'set -- $(ls -dlniL -- "$f" 2>/dev/null)',
  'if [ -n "$1" ]; then [ "$1" = "$j" ] || { cat <&3; exit 71; }; [ "$6" -ge "$z" ] || exit 70; z=$6; fi',
  'sleep 1; done',
].join('; ');

/**
 * Arguments: none. Tells the own user, when the machine started, what its users are called, and everything that lives,
 * for `parseProcesses`.
 */
export const processesScript = [
  'echo "user $(id -u)"',
  'grep btime /proc/stat',
  `stat -c 'owner %u %U' /proc/[0-9]* 2>/dev/null | sort -u`,
  `grep -aH '' /proc/[0-9]*/stat /proc/[0-9]*/cmdline /dev/null 2>/dev/null`,
  `grep -aHE '^(Uid|SigIgn):' /proc/[0-9]*/status /dev/null 2>/dev/null`,
  'true',
].join('; ');

/**
 * Arguments: FILE. Tells who has it open (`holds PID FLAGS`), who writes into the pipe that is such a process's
 * standard input (`feeds PID WRITER FLAGS`), and then everything that lives.
 */
export const writersScript = [
  'f=$1',
  checkFile,
  '[ -d /proc/self/fdinfo ] || { echo none; exit 0; }',
  'p() { r=${1#/proc/}; o=${r%%/*}; { read a b; read a b; } < /proc/$o/fdinfo/${1##*/}; } 2>/dev/null',
  'q=; for d in /proc/[0-9]*/fd/*; do if [ "$d" -ef "$f" ]; then p "$d" && echo "holds $o $b" && q="$q $o"; fi; done',
  `s=' '; while set -- $q; [ $# -gt 0 ]; do c=$1; shift; q="$*"; case $s in *" $c "*) continue;; esac; s="$s$c "`,
  'case $(readlink /proc/$c/fd/0) in pipe:*) for d in /proc/[0-9]*/fd/*; do if [ "$d" -ef /proc/$c/fd/0 ]; then p "$d" && { [ $o = $c ] || { echo "feeds $c $o $b"; q="$q $o"; }; }; fi; done;; esac',
  'done',
  processesScript,
].join('; ');

/**
 * Arguments: the signal without SIG, then TARGET=PID:START words. TARGET, a process or -GROUP as for kill(1), is
 * signalled if that process is still the same, which is looked at right before.
 */
export const signalScript = [
  'g=$1; shift; set -f; e=0; k() { shift 19; echo "$1"; }',
  'for a do t=${a%%=*}; a=${a#*=}; s=$(cat /proc/${a%:*}/stat 2>/dev/null) || continue; s=${s##*) }',
  '[ "$(k $s)" = "${a#*:}" ] || continue; kill -$g $t || e=1; done',
  'exit $e',
].join('; ');

/**
 * Arguments: PIDs. Tells what each has open for writing (`open PID SIZE MODIFIED PATH`), and which of them do not let
 * this user see that (`unseen PID`).
 */
export const openFilesScript = [
  'for p do d=/proc/$p',
  '[ -d $d ] || continue; [ -r $d/fd ] && [ -d $d/fdinfo ] || { echo "unseen $p"; continue; }',
  'for f in $d/fd/*; do b=; { read a b; read a b; } 2>/dev/null < $d/fdinfo/${f##*/}',
  'case $b in *[04]|"") continue;; esac',
  'if [ -f "$f" ]; then echo "open $p $(stat -Lc "%s %Y" "$f" 2>/dev/null) $(readlink "$f")"; fi',
  'done; done; true',
].join('; ');

/** Arguments: FILE. Tells how many bytes it has. */
export const sizeScript = ['f=$1', checkFile, 'set -f', 'set -- $(ls -dlniL -- "$f")', 'echo "$6"'].join('; ');

/**
 * Arguments: a file or directory. Tells `database` for a file of SQLite, `file` for another, else when each file below
 * the directory was written, its size and its path from there (`MODIFIED SIZE ./PATH`), without those in hidden folders
 * and deeper than four folders.
 */
export const listScript = [
  'f=$1',
  '[ -e "$f" ] || exit 66; [ -d "$f" ] || { t=; [ -f "$f" ] && t=$(head -c 15 -- "$f" 2>/dev/null)',
  'case $t in "SQLite format 3") echo database;; *) echo file;; esac; exit 0; }; [ -r "$f" ] || exit 68',
  'cd -- "$f" || exit 68',
  `find . -maxdepth 5 -name '.?*' -prune -o -type f -exec stat -c '%Y %s %n' {} + 2>/dev/null | head -n 50000`,
].join('; ');
