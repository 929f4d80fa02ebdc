import { closeSync, existsSync, linkSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../words/errors.ts';

/** Seconds by which two processes may see the same change apart. */
const seenApart = 10;

/**
 * Whether this process sends a notice of a run: several may watch the run, and a phone should ring once. The first to
 * create a file named after the notice sends it. Where the notice itself is on disk (`stored`), that file becomes the
 * claim, by a second name: storing and claiming are one step then, and a process that is killed before it leaves a
 * notice that is still to be claimed (`claimStored`). Where none can be created, all send: twice is better than never.
 */
export function claimNotice(directory: string, key: string, stored: string | null = null): boolean {
  const folder = claimsFolder(directory);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    // It exists or cannot be created, which the next step tells. A recursive mkdir never returns in /proc.
  }
  if (isJustClaimed(folder, key)) return false;
  try {
    if (stored !== null && links(stored, join(folder, key))) return true;
    closeSync(openSync(join(folder, key), 'wx', 0o600));
    return true;
  } catch (error) {
    return errorCode(error) !== 'EEXIST';
  }
}

/** Whether somebody sends this notice, or has sent it. */
export function isClaimed(directory: string, key: string): boolean {
  return existsSync(join(claimsFolder(directory), key));
}

/** Whether a notice that a killed process left on disk is this process's to send: nobody else has claimed it. */
export function claimStored(directory: string, key: string, stored: string): boolean {
  const claim = statSync(join(claimsFolder(directory), key), { throwIfNoEntry: false });
  return claim === undefined ? claimNotice(directory, key, stored) : claim.ino === statSync(stored).ino;
}

/** False where the file system knows no second names. Throws EEXIST where the name is there. */
function links(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw error;
    return false;
  }
}

function claimsFolder(directory: string): string {
  return join(directory, 'notices');
}

/** Whether the last claim of this kind is of the same change, a moment ago. */
function isJustClaimed(folder: string, key: string): boolean {
  const [kind = ''] = key.split('-');
  const claims = claimsIn(folder).filter(({ name }) => name.startsWith(`${kind}-`));
  const last = claims.toSorted((one, other) => other.time - one.time)[0];
  return last !== undefined && whatOf(last.name) === whatOf(key) && Math.abs(Date.now() / 1000 - last.time) < seenApart;
}

function claimsIn(folder: string): readonly { readonly name: string; readonly time: number }[] {
  try {
    return readdirSync(folder).map((name) => ({ name, time: statSync(join(folder, name)).mtimeMs / 1000 }));
  } catch {
    return [];
  }
}

function whatOf(key: string): string {
  return key.split('.', 1)[0] ?? '';
}
