import { longestLull, quietTime } from '../defaults.ts';

/** A save that is going on. */
export interface Saving {
  /** Paths of the files; empty while it is not known yet whether there are any, or just after they were closed. */
  readonly files: readonly string[];
}

/** Nobody has looked yet. */
export const unknownSaving: Saving = { files: [] };

/** A checkpoint that a process of the training has open for writing, with what changes when it is written. */
export interface OpenCheckpoint {
  readonly path: string;
  readonly fingerprint: string;
  /** Epoch seconds at which it was last written, as its file system says. */
  readonly modified: number;
}

/** What looks at the open checkpoints of a training have shown. Plain data; times on the clock of the looks. */
export interface SavingWatch {
  /** Those that were open at the last look, with the time since when each has been as it is. */
  readonly open: readonly (OpenCheckpoint & { readonly since: number })[];
  /** Since when no save was seen; null while one is. */
  readonly quietSince: number | null;
}

/** Nothing was seen yet. */
export const newSavingWatch: SavingWatch = { open: [], quietSince: null };

/**
 * Returns the watch after a look. `isHalted`: the training is stopped, so that a file which does not change may be half
 * written. A file that was last written long ago by its own file system's clock, which may be another machine's,
 * need not be watched for `longestLull` first.
 */
export function savingAfter(
  watch: SavingWatch,
  checkpoints: readonly OpenCheckpoint[],
  time: number,
  isHalted: boolean,
): SavingWatch {
  const open = checkpoints.map((checkpoint) => {
    const before = watch.open.find(({ path }) => path === checkpoint.path);
    return { ...checkpoint, since: isHalted ? time : unchangedSince(checkpoint, before, time) };
  });
  const isSaving = open.some((each) => isWritten(each, time));
  return { open, quietSince: isSaving ? null : (watch.quietSince ?? time) };
}

/** The save that a signal could spoil at this time; null when none was seen for `quietTime`. */
export function savingNow({ open, quietSince }: SavingWatch, time: number): Saving | null {
  if (quietSince !== null && time >= quietSince + quietTime) return null;
  // A process shares the open files of the one that started it.
  return { files: [...new Set(open.filter((each) => isWritten(each, time)).map(({ path }) => path))] };
}

function unchangedSince(now: OpenCheckpoint, before: SavingWatch['open'][number] | undefined, time: number): number {
  if (before === undefined) return Math.min(time, now.modified + clockSkew);
  return before.fingerprint === now.fingerprint ? before.since : time;
}

/** Seconds by which the clock of a file server may differ from that of this machine. */
const clockSkew = 120;

function isWritten({ since }: { readonly since: number }, time: number): boolean {
  return time < since + longestLull;
}
