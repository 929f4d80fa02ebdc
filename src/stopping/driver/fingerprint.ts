import { statSync } from 'node:fs';

/**
 * What changes when a file is written: null while it is not there. By size and time, not by inotify, which network file
 * systems lack.
 */
export function fingerprintOf(path: string): string | null {
  try {
    const { ino, size, mtimeMs } = statSync(path);
    return `${ino}:${size}:${mtimeMs}`;
  } catch {
    return null;
  }
}
