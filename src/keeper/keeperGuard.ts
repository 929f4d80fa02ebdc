import { closeSync, openSync } from 'node:fs';
import { execa } from 'execa';
import { asDescriptor } from '../processes/asDescriptor.ts';
import type { AuditEvent } from '../runs/audit.ts';
import { filesIn } from '../runs/runDirectory.ts';
import { systemErrorMessage } from '../words/errors.ts';

/**
 * What a keeper promised, a stop or a notice, must not depend on one process: while it is needed, a shell of a megabyte
 * waits at the other end of a pipe. When the pipe breaks without a word it starts a new keeper, which adopts the
 * training, and another one whenever that is killed. It has a session of its own, so that what ends the keeper does not
 * reach it. A keeper that such a shell has started needs no further one. Where no keeper can start, it tries again,
 * ever more rarely, and says so (`runs/unkept.ts`). Where no such shell can be started, what was promised still holds
 * as long as this keeper lives, or once somebody looks. Returns the way to say whether it is needed.
 */
export function createGuarding(directory: string, audit: (event: AuditEvent) => void): (isNeeded: boolean) => void {
  let dismiss: (() => void) | null = null;
  return (isNeeded) => {
    if (!isNeeded) {
      dismiss?.();
      dismiss = null;
      return;
    }

    try {
      dismiss ??= guardKeeper(directory);
    } catch (error) {
      audit({ event: 'unguarded', problem: systemErrorMessage(error) });
    }
  };
}

/** Returns the way to dismiss the guard. */
function guardKeeper(directory: string): () => void {
  if (process.env[guarded] !== undefined) {
    return () => {};
  }

  const complaints = openSync(filesIn(directory).keeperLog, 'a', 0o600);
  const guard = execa('/bin/sh', ['-c', script, process.execPath, process.argv[1] ?? '', 'adopt', directory], {
    cwd: '/',
    detached: true,
    cleanup: false,
    reject: false,
    buffer: false,
    stdio: ['pipe', 'ignore', asDescriptor(complaints)],
  });
  closeSync(complaints);
  guard.nodeChildProcess.unref();
  // It may have been killed itself; then there is nobody to dismiss.
  guard.stdin.on('error', () => {});
  return () => {
    guard.stdin.end('dismissed\n');
  };
}

/** The exit status of a keeper that was told to go although a stop is planned. */
export const wantsSuccessor = 3;

const guarded = 'PLATEAU_GUARDED';

/** Seconds after which a keeper that ends counts as one that was killed, not as one that could not start. */
const keptFor = 10;

/** Seconds of the longest pause between two tries, and how many of them are made: for about eight hours. */
const longestPause = 300;
const maxTries = 100;

/**
 * A status of 0 says that all is over or that another keeper is at work. `unkept` says for others what the guard is at:
 * tries so far, the status of the last one, and the pause before the next, none behind the last.
 */
const script = `read -r word; [ "$word" = dismissed ] && exit
tries=0; pause=0
while :; do
  began=$(date +%s)
  ${guarded}=1 "$0" "$@" </dev/null
  status=$?
  [ $status -eq 0 ] || [ ! -d "$3" ] && exit
  [ $status -eq ${wantsSuccessor} ] || [ $(($(date +%s) - began)) -ge ${keptFor} ] && tries=0 pause=0
  tries=$((tries + 1))
  [ $tries -eq ${maxTries} ] && pause=
  [ $tries -gt 1 ] && echo "$tries $status $pause" 2>/dev/null >"$3/unkept"
  [ -z "$pause" ] && exit
  sleep $pause
  pause=$((pause == 0 ? 1 : pause * 2 > ${longestPause} ? ${longestPause} : pause * 2))
done`;
