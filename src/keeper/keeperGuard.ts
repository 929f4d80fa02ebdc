import { closeSync, openSync } from 'node:fs';
import { execa } from 'execa';
import { asDescriptor } from './asDescriptor.ts';
import { filesIn } from './runDirectory.ts';

/** Starts a new keeper should this one die. */
export interface KeeperGuard {
  /** It is not needed any more. */
  readonly dismiss: () => void;
}

/**
 * A stop that was promised must not depend on one process: a shell of a megabyte waits at the other end of a pipe. When the pipe breaks without a
 * word it starts a new keeper, which adopts the training, and another one whenever that is killed. It has a session of its own, so that what ends
 * the keeper does not reach it. A keeper that such a shell has started needs no further one.
 */
export function guardKeeper(directory: string): KeeperGuard {
  if (process.env[guarded] !== undefined) {
    return { dismiss: () => {} };
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
  return {
    dismiss: () => {
      guard.stdin.end('dismissed\n');
    },
  };
}

/** The exit status of a keeper that was told to go although a stop is planned. */
export const wantsSuccessor = 3;

const guarded = 'PLATEAU_GUARDED';

/** A status of 0 says that all is over or that another keeper is at work; 1, that no keeper can start there. */
const script = `read -r word; [ "$word" = dismissed ] && exit
while ${guarded}=1 "$0" "$@" </dev/null; [ $? -gt 1 ]; do :; done`;
