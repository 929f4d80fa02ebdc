import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../keeper/problemOf.ts';

/**
 * Whether this process is the one to send a notice of a run: several may watch it, and a phone should ring once. The first to make a file of the
 * notice's name wins. Where none can be made, all send: twice is better than never.
 */
export function claimNotice(directory: string, key: string): boolean {
  const folder = join(directory, 'notices');
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    // It is there, or cannot be: the next step tells. (A recursive one would never return where nothing can be made, as in /proc.)
  }
  try {
    closeSync(openSync(join(folder, key), 'wx', 0o600));
    return true;
  } catch (error) {
    return codeOf(error) !== 'EEXIST';
  }
}
