import type { TrainingControl, TrainingExit } from '../stopping/control.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import type { Monitor } from '../monitor/monitor.ts';

/** A training that is to be shown. */
export interface Viewed {
  readonly monitor: Monitor;
  /** Null where nothing can be signalled: a foreign log, a training that is over. */
  readonly control: TrainingControl | null;
  readonly title: string;
  /** Where its log is on this machine; null or absent where it comes from elsewhere. */
  readonly log?: string | null;
  /** Null for a log that somebody else writes. */
  readonly record: RunRecord | null;
  /** How to come back to it, as a command; null where there is nothing to come back to. */
  readonly comeBack: string | null;
  /** How it ended, when that was known before. */
  readonly exit: Omit<TrainingExit, 'left'> | null;
}
