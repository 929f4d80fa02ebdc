import { createHash } from 'node:crypto';
import { chmodSync, lstatSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { isOwn, isPrivate, makeDirectory } from './userDirectory.ts';

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
  const parent = dirname(path);
  if (parent === directory) {
    return;
  }

  makeDirectory(parent);
  const found = lstatSync(parent);
  if (!found.isDirectory() || !isOwn(found)) {
    throw new Error(notOwn(parent));
  }

  chmodSync(parent, 0o700);
}

/**
 * Throws a sentence for a socket outside the run's directory that somebody else may have put there: temporary
 * directories are cleaned, and whoever makes this one anew would be asked in the keeper's place.
 */
export function refuseForeignSocket(path: string, directory: string): void {
  const parent = dirname(path);
  const found = lstatSync(parent, { throwIfNoEntry: false });
  if (parent !== directory && found !== undefined && !isPrivate(parent)) {
    throw new Error(notOwn(parent));
  }
}

function notOwn(parent: string): string {
  return `${parent} belongs to another user or is open to one, so no control socket there is used: set TMPDIR to a directory of your own.`;
}

function privateName(): string {
  return `plateau-${userInfo().uid}`;
}

/**
 * Longest path a unix socket can be bound to, in bytes: `sun_path` has 108 on Linux (unix(7)) and 104 on macOS, its
 * closing zero included.
 */
const maxSocketPath = 103;
