import { statSync } from 'node:fs';
import { fileLookEvery, settleTime } from './defaults.ts';

/** What to do when a file begins to change, and when it has then stayed as it is for `settleTime`. */
export interface FileWatchListeners {
  readonly onChanged: () => void;
  readonly onSettled: () => void;
}

/**
 * Watches a file that somebody else writes without a word, by its size and time (not by inotify, which network file systems lack). `clock` tells
 * seconds that only move forward. Returns the way to stop.
 */
export function watchFile(path: string, clock: () => number, { onChanged, onSettled }: FileWatchListeners): () => void {
  const before = imprintOf(path);
  let last = before;
  let changedAt = clock();
  const timer = setInterval(() => {
    const now = imprintOf(path);
    if (now !== last) {
      last = now;
      changedAt = clock();
      onChanged();
    } else if (now !== before && now !== null && clock() >= changedAt + settleTime) {
      clearInterval(timer);
      onSettled();
    }
  }, fileLookEvery * 1000);
  return () => {
    clearInterval(timer);
  };
}

/** What changes when a file is written: null while it is not there. */
function imprintOf(path: string): string | null {
  try {
    const { ino, size, mtimeMs } = statSync(path);
    return `${ino}:${size}:${mtimeMs}`;
  } catch {
    return null;
  }
}
