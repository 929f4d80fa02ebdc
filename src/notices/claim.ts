import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether this process is the one to send a notice of a run: several may watch it, and a phone should ring once. The first to make a file of the
 * notice's name wins. Where none can be made, all send: twice is better than never.
 */
export function claimNotice(directory: string, key: string): boolean {
  const folder = join(directory, 'notices');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    closeSync(openSync(join(folder, key), 'wx', 0o600));
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'EEXIST');
  }
}
