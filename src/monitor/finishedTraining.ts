import type { GroupPoint } from '../advisor/group/groupPoints.ts';
import type { LogSource } from '../log/logSource.ts';
import { position } from '../run/reduce.ts';
import type { Run } from '../run/run.ts';
import { type JudgedMetric, metricOf } from '../run/metric.ts';
import { mapCurve, plannedLength } from '../run/selectors.ts';
import type { TrainerHabits } from '../trainers/trainer.ts';
import type { Circumstances } from './circumstances.ts';
import { readTraining } from './readTraining.ts';

/** A training that has ended, as the others of its group are compared with it. */
export interface FinishedTraining {
  readonly run: Run;
  readonly points: readonly GroupPoint[];
  /**
   * Its plan on the run's axis; null where it never trained. `isAssumed`: nobody told it, and its own length stands in.
   */
  readonly planned: number | null;
  readonly isAssumed: boolean;
  /** The share of its plan that it has trained, 0..1; 0 where it never trained. */
  readonly trained: number;
  readonly habits: TrainerHabits | null;
  /** The figures that it has, the finest first. */
  readonly metrics: readonly JudgedMetric[];
}

/**
 * Reads a training that has ended. Where its plan is not known, it was as long as it has become. Throws as
 * `readSource`.
 */
export async function readFinished(source: LogSource, circumstances: Circumstances): Promise<FinishedTraining> {
  const first = await read(source, circumstances);
  const length = position(first.run);
  const planned = plannedLength(first.run);
  const isShort = planned === null || (length !== null && length > planned);
  if (!isShort || length === null || length <= 0) {
    const trained = length === null || planned === null || planned <= 0 ? 0 : Math.min(1, length / planned);
    return { ...first, planned, isAssumed: false, trained };
  }
  const budget = { ...circumstances, budget: length, length: { ...circumstances.length, read: () => length } };
  return { ...(await read(source, budget)), planned: length, isAssumed: true, trained: 1 };
}

async function read(
  source: LogSource,
  circumstances: Circumstances,
): Promise<Pick<FinishedTraining, 'run' | 'points' | 'habits' | 'metrics'>> {
  const training = await readTraining(source, circumstances);
  // What the judge remembers is what it says of each evaluation as it came.
  training.verdict(training.now());
  const metrics = figures.filter((metric) => mapCurve(training.run, metric).length > 0);
  return { run: training.run, points: training.groupPoints(), habits: training.trainer()?.habits ?? null, metrics };
}

const figures: readonly JudgedMetric[] = ['map50-95', 'map50', 'f1'].map(metricOf);
