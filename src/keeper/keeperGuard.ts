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
 * A stop that was promised must not depend on one process: a shell of a megabyte waits at the other end of a pipe, and becomes a new keeper,
 * which adopts the training, when the pipe breaks without a word. It has a session of its own, so that what ends the keeper does not reach it.
 */
export function guardKeeper(directory: string): KeeperGuard {
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

const script = 'read -r word; [ "$word" = dismissed ] || exec "$0" "$@" </dev/null';
