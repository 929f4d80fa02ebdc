import type { Best, Run } from '../../../run/run.ts';
import type { Bucket } from '../../../run/series.ts';

/** Another training of this user, as far as it can be laid over this one. Read outside of the screen. */
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

/** Whether another training can be laid over a run: its axis counts the same, and there is something to draw. */
export function isComparable(run: Run, other: OtherRun): boolean {
  return other.axis === run.axis && (other.loss.length > 0 || other.map.length > 0);
}
