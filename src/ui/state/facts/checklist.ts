import type { Verdict } from '../../../advisor/verdict.ts';
import type { Run } from '../../../run/run.ts';

/** One row of a checklist. Rows of a section stand together, in the order in which they are given. */
export interface ChecklistItem {
  readonly id: string;
  readonly section: string;
  readonly text: string;
  /** `problem`: it was looked at and is wrong; `hint`: worth a look; `open`: not so, or nobody has looked yet. */
  readonly state: 'done' | 'open' | 'hint' | 'problem';
  /** A few words at the end of the row: the figure it rests on. */
  readonly detail: string | null;
  /** Only a person can tell: it is ticked with a key. */
  readonly byHand: boolean;
}

export interface Checklist {
  /** What there is to check now. It is asked with every look at the training. */
  readonly items: (run: Run, verdict: Verdict) => readonly ChecklistItem[];
  /** Ticks or unticks what only a person can tell. Rejects with a full sentence when that cannot be kept. */
  readonly toggle: (id: string) => Promise<void>;
}

/** The item that the cursor stands on: one of those a person can tick. */
export function markedItem(items: readonly ChecklistItem[], marked: number): ChecklistItem | null {
  const byHand = items.filter((item) => item.byHand);
  return byHand[Math.min(marked, byHand.length - 1)] ?? null;
}
