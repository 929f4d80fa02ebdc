import { closeSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../words/errors.ts';

/** Seconds by which two processes may see the same change apart. */
const seenApart = 10;

/**
 * Whether this process sends a notice of a run: several may watch the run, and a phone should ring once. The first to
 * create a file named after the notice sends it. Where none can be created, all send: twice is better than never.
 */
export function claimNotice(directory: string, key: string): boolean {
  const folder = join(directory, 'notices');
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    // It exists or cannot be created, which the next step tells. A recursive mkdir never returns in /proc.
  }
  if (isJustClaimed(folder, key)) return false;
  try {
    closeSync(openSync(join(folder, key), 'wx', 0o600));
    return true;
  } catch (error) {
    return errorCode(error) !== 'EEXIST';
  }
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
