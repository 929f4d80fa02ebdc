import { execaSync } from 'execa';

/**
 * The shim: a shell of a megabyte that is the parent of a training, so that its exit status outlives the keeper. It
 * has a session of its own, ignores what is sent to whole jobs or terminals, holds no file of the keeper, and writes
 * how the training ended into the run's directory (`runs/shimFiles.ts`).
 *
 * The shell alone cannot tell `exit 130` from SIGINT. `setsid --wait` can: it complains of an end by a signal, and
 * exits with the signal's number (setsid(1), util-linux 2.28). `env --default-signal` (GNU coreutils 8.31) gives the
 * training the default dispositions again.
 */

/**
 * Returns the argument list that runs a command under a shim; null where it has to be run without one: where these
 * programs are not there or too old, or where the shell would not hand the environment or the command on as it is.
 */
export function shimCommand(
  directory: string,
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): readonly string[] | null {
  const functions = Object.entries(environment).filter(([name]) => isFunction(name));
  const isHandedOn = Object.keys(environment).every((name) => variable.test(name) || isFunction(name));
  if (!isHandedOn || command[0]?.includes('=') === true || !isSupported(environment)) return null;
  const withFunctions =
    functions.length === 0 ? [] : ['env', '--', ...functions.map(([name, text]) => `${name}=${text}`)];
  return ['/bin/sh', '-c', shim, shimmedStart, directory, ...withFunctions, ...command];
}

/** What a shell takes from its environment; dash drops all else. */
const variable = /^[A-Za-z_]\w*$/;

/** A function that bash exports, as environment modules do. */
function isFunction(name: string): boolean {
  return /^BASH_FUNC_.*(%%|\(\))$/.test(name);
}

function isSupported(environment: Readonly<Record<string, string>>): boolean {
  const words = ['--fork', '--wait', 'env', defaults, 'true'];
  return (
    execaSync('setsid', words, { env: environment, extendEnv: false, reject: false, stdio: 'ignore' }).exitCode === 0
  );
}

const defaults = '--default-signal=HUP,INT,QUIT,TERM,USR1,USR2';

/**
 * Becomes the training, also when the keeper has just died, unless another one has: of two that are started for one run
 * only the first makes the link. Its start time is field 22 of its stat file (proc_pid_stat(5)).
 */
export const shimmedStart = `directory=$1; shift
read -r ${'_ '.repeat(21)}start _ </proc/$$/stat
ln -s "$$:$start" "$directory/trainer" 2>/dev/null || [ ! -L "$directory/trainer" ] || exit 1
(trap '' PIPE; echo "$$:$start" >&3 2>/dev/null)
echo "$$"
exec "$@" >>"$directory/output.log" 2>&1 3>&-`;

/**
 * What is said is the number of the training, behind it the complaint of setsid, and last the status of setsid, which
 * exits with the number of the signal (and 128 for a core dump). Where setsid itself was killed, the shell that runs it
 * complains of that instead (bash as `sh` or in a subshell would not): the training was left without a parent, and how
 * it ended is not known. Nor is it where that shell was killed before it said the status.
 */
const shim = `trap '' HUP INT QUIT TERM USR1 USR2
exec 3>&1
waits='(set +o posix) 2>/dev/null && set +o posix
setsid --fork --wait env ${defaults} /bin/sh -c "$0" sh "$@"
echo "=$?"'
said=$(/bin/sh -c "$waits" "$0" "$@" 2>&1)
case $said in ?*=*) ;; *) exit 1 ;; esac
status=\${said##*=}
said=\${said%?=*}
case $said in
  *[!0-9]*) [ "$status" -ne 137 ] || exit 1; how=signal:$((status & 127)) ;;
  *) how=exited:$status; [ "$status" -gt 128 ] && kill -0 "$said" 2>/dev/null && exit 1 ;;
esac
until ln -s "$how" "$1/exit" 2>/dev/null || [ -L "$1/exit" ] || [ ! -d "$1" ]; do sleep 5; done`;
