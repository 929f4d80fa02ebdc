import type { WatchTarget } from './watchedHere.ts';

/** A training that a scheduler tells of: a job of Slurm, a pod of Kubernetes. */
export interface ScheduledJob {
  /** As the scheduler names it. */
  readonly id: string;
  readonly name: string;
  readonly user: string;
  /** For tasks of one array, or pods of one job, the same; null for what stands alone. */
  readonly group: string | null;
  readonly array: string | null;
  readonly state: 'waiting' | 'running' | 'ended' | 'failed' | 'stopped';
  /** The machine that it runs on; null while it has none. */
  readonly node: string | null;
  /** Epoch seconds; of one that waits when it was submitted. Null where that is not told. */
  readonly startedAt: number | null;
  readonly cwd: string | null;
  /** Opens its log. Rejects with a sentence. */
  readonly open: () => Promise<WatchTarget>;
}
