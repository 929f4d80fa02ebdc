import { settleTime } from '../defaults.ts';

/**
 * A file that somebody else writes without a word. A fingerprint is what changes when it is written: null without a
 * file.
 */
export interface FileWatch {
  readonly before: string | null;
  readonly last: string | null;
  /** Epoch seconds. */
  readonly changedAt: number;
}

/** Begins to wait for a file, whose fingerprint was this when the wait began. */
export function newFileWatch(before: string | null, time: number): FileWatch {
  return { before, last: before, changedAt: time };
}

/** Returns the watch after a look at the file. */
export function fileAfter(watch: FileWatch, fingerprint: string | null, time: number): FileWatch {
  return fingerprint === watch.last ? watch : { ...watch, last: fingerprint, changedAt: time };
}

/** `unchanged`; `changing`: it has changed, or changes still; `whole`: it has stayed as it is for `settleTime`. */
export function filePhase({ before, last, changedAt }: FileWatch, time: number): 'unchanged' | 'changing' | 'whole' {
  if (last === before) return 'unchanged';
  return last !== null && time >= changedAt + settleTime ? 'whole' : 'changing';
}
