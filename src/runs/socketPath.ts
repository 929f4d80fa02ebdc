import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * Where the control socket of a run is: `control.sock` in its directory or, when that path is too long for a unix
 * socket, a short name in a directory of this user's own under the temporary directory. (Not under XDG_RUNTIME_DIR,
 * which is removed at the last logout.)
 */
export function socketPath(directory: string): string {
  const usual = join(directory, 'control.sock');
  if (Buffer.byteLength(usual) <= maxSocketPath) {
    return usual;
  }

  const name = `${createHash('sha256').update(directory).digest('hex').slice(0, 16)}.sock`;
  const inTemporary = join(tmpdir(), privateName(), name);
  return Buffer.byteLength(inTemporary) <= maxSocketPath ? inTemporary : join('/tmp', privateName(), name);
}

/**
 * Makes the directory of a socket that is not in its run's directory.
 * Throws a sentence when it belongs to somebody else, who could then answer in the keeper's place.
 */
export function prepareSocketDirectory(path: string, directory: string): void {
  const parent = join(path, '..');
  if (parent === directory) {
    return;
  }

  mkdirSync(parent, { recursive: true, mode: 0o700 });
  if (!isPrivate(parent)) {
    throw new Error(
      `${parent} belongs to another user, so no control socket can be made there: set TMPDIR to a directory of your own.`,
    );
  }

  chmodSync(parent, 0o700);
}

/** Whether a directory is a real one of this user's. */
function isPrivate(path: string): boolean {
  const found = lstatSync(path);
  return found.isDirectory() && found.uid === userInfo().uid;
}

function privateName(): string {
  return `plateau-${userInfo().uid}`;
}

/**
 * Longest path a unix socket can be bound to, in bytes: `sun_path` has 108 on Linux (unix(7)) and 104 on macOS, its
 * closing zero included.
 */
const maxSocketPath = 103;
