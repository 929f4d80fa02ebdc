import type { ClassResult } from './events.ts';
import { placeOf } from './evaluations.ts';
import { type JudgedMetric, metricOf } from './metric.ts';
import { position } from './reduce.ts';
import type { Batches, Checkpoint, Evaluation, Run } from './run.ts';
import { recentPoints } from './series.ts';

/**
 * What has become of a training, judged from its log alone: `failed` when it complained fatally, `diverged` when its
 * loss is NaN, `ended` when it said so, else `running`. That its plan is done is another question: `hasReachedPlan`.
 */
export function stateOf(run: Run): 'running' | 'ended' | 'failed' | 'diverged' {
  if (run.faults.some((fault) => fault.fatal)) return 'failed';
  if (hasDiverged(run)) return 'diverged';
  if (run.ended !== null) return 'ended';
  return 'running';
}

/** A trainer by its name, and its version where that is known: `darknet-alexeyab`, `ultralytics 8.3.241`. */
export function trainerText({ name, version }: NonNullable<Run['trainer']>): string {
  return version ? `${name} ${version}` : name;
}

/** Whether the log tells of any training: an iteration, an epoch, the bar of one, or an evaluation. */
export function hasTrained(run: Run): boolean {
  return run.iterations !== null || run.epochs !== null || run.batches !== null || run.evaluations.length > 0;
}

/** Two readings in a row: a single one happens in healthy trainings. Source: shared evidence in `docs/advisor.md`. */
export function hasDiverged(run: Run): boolean {
  return run.nonFinite !== null && run.nonFinite.readings >= 2;
}

/** The planned length on the run's axis; null when it is not known. */
export function plannedLength({ axis, plan }: Run): number | null {
  if (axis === 'epoch') return plan.epochs;
  const byEpochs = plan.epochs === null || plan.epochLength === null ? null : plan.epochs * plan.epochLength;
  return plan.iterations ?? byEpochs;
}

/** Whether all that was planned is done: what comes then is at most a last evaluation. */
export function hasReachedPlan(run: Run): boolean {
  const [at, planned] = [position(run), plannedLength(run)];
  return at !== null && planned !== null && at >= planned;
}

/** How much of the plan is done, 0..1, or null when the plan or the place is not known. */
export function progressOf(run: Run): number | null {
  const planned = plannedLength(run);
  if (planned === null || planned <= 0) return null;
  return Math.min(1, Math.max(0, (doneOf(run) ?? 0) / planned));
}

/** The epoch whose bar is drawn, while no epoch has come to its end; else null. */
export function firstEpochOf(run: Run): Batches | null {
  return run.axis === 'epoch' && run.epochs === null ? run.batches : null;
}

/** The same as `position`, with the part of the epoch whose bar is drawn. */
export function doneOf(run: Run): number | null {
  if (run.axis === 'iteration' || run.batches === null) return position(run);
  const { epoch, done, total } = run.batches;
  return epoch - 1 + done / Math.max(1, total);
}

/**
 * Seconds until the planned end, or null when that is unknown: from the speed at which iterations really went by
 * (evaluations and saves included), else from the seconds the trainer prints for a step, else what the trainer itself
 * says.
 */
export function timeLeft(run: Run): number | null {
  const planned = plannedLength(run);
  const done = doneOf(run);
  const seconds = secondsPerStep(run);
  if (planned === null || done === null || seconds === null)
    return run.remaining !== null && run.remaining >= 0 ? run.remaining : null;
  return Math.max(0, planned - done) * seconds;
}

/** Seconds that one iteration (or epoch) takes, all included; null when not known. */
export function secondsPerStep(run: Run): number | null {
  const first = run.marks[0];
  const last = run.marks.at(-1);
  if (first !== undefined && last !== undefined && last.time - first.time >= 10 && last.at > first.at) {
    return (last.time - first.time) / (last.at - first.at);
  }
  const series = run.series.get('seconds');
  if (series === undefined || series.size === 0) return secondsByBar(run);
  const recent = Array.from(recentPoints(series).y.subarray(-100)).filter(Number.isFinite);
  return recent.length === 0 ? null : recent.reduce((sum, value) => sum + value, 0) / recent.length;
}

/** Seconds that the first epoch will take at the speed of its batches, or null. */
function secondsByBar({ axis, batches }: Run): number | null {
  if (axis === 'iteration' || batches === null || batches.elapsed === null || batches.done === 0) return null;
  return (batches.elapsed / batches.done) * batches.total;
}

/** Images trained on per second, or null. */
export function imagesPerSecond(run: Run): number | null {
  const at = position(run);
  const seconds = secondsPerStep(run);
  if (run.images === null || at === null || at <= 0 || seconds === null || seconds <= 0) return null;
  return run.images / at / seconds;
}

/** The newest weights that the training can be resumed from. */
export function lastResumable(run: Pick<Run, 'checkpoints'>): Checkpoint | null {
  return run.checkpoints.findLast((checkpoint) => checkpoint.role !== 'best') ?? run.checkpoints.at(-1) ?? null;
}

/** The newest file that holds the best weights, as the trainer judged it. */
export function bestCheckpoint(run: Pick<Run, 'checkpoints'>): Checkpoint | null {
  return run.checkpoints.findLast((checkpoint) => checkpoint.role === 'best') ?? null;
}

/** mAP50-95 where the trainer prints it, else mAP50; or what the user wants judged. */
export function decidingMetric(run: Run, wanted: JudgedMetric | null = null): JudgedMetric {
  if (wanted !== null) return wanted;
  return metricOf(run.evaluations.some((evaluation) => evaluation.map50To95 !== null) ? 'map50-95' : 'map50');
}

/** The figure that decides, per evaluation. Evaluations without it are left out. */
export function mapCurve(
  run: Run,
  wanted: JudgedMetric | null = null,
): { at: number; value: number; evaluation: Evaluation }[] {
  const metric = decidingMetric(run, wanted);
  const out: { at: number; value: number; evaluation: Evaluation }[] = [];
  for (const evaluation of run.evaluations) {
    const value = metric.valueOf(evaluation);
    const at = placeOf(run, evaluation);
    if (at !== null && isKnown(value)) out.push({ at, value, evaluation });
  }
  return out;
}

/** The best of a curve of the metric, the first of equals; null for none. */
export function bestOfCurve<Point extends { readonly value: number }>(
  curve: readonly Point[],
  { isLoss }: JudgedMetric,
): Point | null {
  return curve.reduce<Point | null>(
    (best, point) => (best === null || (isLoss ? point.value < best.value : point.value > best.value) ? point : best),
    null,
  );
}

/** Whether a figure was printed, and is a number. */
export function isKnown(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

/** The classes of the latest evaluation, worst first. */
export function classesByAp(run: Run): ClassResult[] {
  return run.classes.toSorted((left, right) => (left.ap ?? -1) - (right.ap ?? -1));
}

/** Where the learning rate has yet to drop, soonest first, on the run's axis. */
export function stepsToCome(run: Run): number[] {
  const at = position(run) ?? 0;
  return run.plan.steps.filter((step) => step > at).toSorted((left, right) => left - right);
}
