import type { Best, Run } from '../../../run/run.ts';
import type { Bucket } from '../../../run/series.ts';

/** Another training of this user, as far as it can be overlaid on this one. Read outside of the screen. */
export interface OtherRun {
  readonly id: string;
  readonly name: string;
  /** `running`, `ended` ... */
  readonly state: string;
  readonly axis: 'iteration' | 'epoch';
  readonly at: number | null;
  readonly total: number | null;
  readonly best: Best | null;
  readonly loss: readonly Bucket[];
  /** The metric of `best` over the axis. */
  readonly map: readonly { readonly at: number; readonly value: number }[];
}

/** Reads the other trainings, newest first. Never rejects: what cannot be read is left out. */
export type ReadOtherRuns = () => Promise<readonly OtherRun[]>;

/** Whether another training can be overlaid on a run: it has the same axis, and something to draw. */
export function isComparable(run: Run, other: OtherRun): boolean {
  return other.axis === run.axis && (other.loss.length > 0 || other.map.length > 0);
}
