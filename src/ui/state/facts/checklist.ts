import type { Verdict } from '../../../advisor/verdict.ts';
import type { Run } from '../../../run/run.ts';

/** One item of the checklist. Items of a section stand together, in the given order. */
export interface ChecklistItem {
  readonly id: string;
  readonly section: string;
  readonly text: string;
  /** `problem`: checked and wrong; `hint`: worth a look; `open`: not done, or not checked yet. */
  readonly state: 'done' | 'open' | 'hint' | 'problem';
  /** The figure behind it, at the end of the row. */
  readonly detail: string | null;
  /** Only a person can check it: it is ticked with a key. */
  readonly byHand: boolean;
}

export interface Checklist {
  /** Returns the items now. */
  readonly items: (run: Run, verdict: Verdict) => readonly ChecklistItem[];
  /** Ticks or unticks an item. Rejects with a full sentence when that cannot be saved. */
  readonly toggle: (id: string) => Promise<void>;
}

/** Returns the marked item: one of those that a person can tick. */
export function markedItem(items: readonly ChecklistItem[], marked: number): ChecklistItem | null {
  const byHand = items.filter((item) => item.byHand);
  return byHand[Math.min(marked, byHand.length - 1)] ?? null;
}
