import { statSync } from 'node:fs';

/**
 * What changes when a file is written: null while it is not there. By size and time, not by inotify, which network file
 * systems lack.
 */
export function fingerprintOf(path: string): string | null {
  return stampOf(path)?.stamp ?? null;
}

/** The same with the epoch seconds at which it was last written. */
export function stampOf(path: string): { readonly stamp: string; readonly modified: number } | null {
  try {
    const { ino, size, mtimeMs } = statSync(path);
    return { stamp: `${ino}:${size}:${mtimeMs}`, modified: mtimeMs / 1000 };
  } catch {
    return null;
  }
}
