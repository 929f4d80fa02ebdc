import { placeOf } from '../run/evaluations.ts';
import type { Evaluation, Run } from '../run/run.ts';
import { type DecidingMetric, plannedLength } from '../run/selectors.ts';
import { type LearningCurve, curveOf } from './model/curve.ts';

/**
 * The evaluations that have the deciding metric, and the curve as it was known at each of them: made once for all of
 * them.
 */
export interface Timeline {
  readonly metric: DecidingMetric;
  readonly evaluations: readonly Evaluation[];
  /** Where they are on the run's axis. */
  readonly places: readonly number[];
  /**
   * The curve as it was known at an evaluation, which is its entry `last` (-1: it has none yet); nothing before that
   * entry is of later. Null where the planned length or the distance between evaluations is not known.
   */
  readonly curveAt: (index: number) => { readonly curve: LearningCurve; readonly last: number } | null;
}

export function createTimeline(run: Run, metric: DecidingMetric, evaluations: readonly Evaluation[]): Timeline {
  const places = evaluations.map((evaluation) => placeOf(run, evaluation) ?? 0);
  const planned = plannedLength(run) ?? 0;
  const progress = places.map((place) => Math.min(1, place / planned));
  const whole = planned > 0 && evaluations.length > 0 ? wholeCurve(evaluations, metric, progress) : null;
  const lasts = lastEntries(progress);
  return {
    metric,
    evaluations,
    places,
    curveAt(index) {
      const distance = usualDistance(places.slice(0, index + 1));
      if (whole === null || distance === null) return null;
      return { curve: { ...whole, planned: Math.max(index + 1, Math.round(planned / distance)) }, last: lasts[index]! };
    },
  };
}

function wholeCurve(
  evaluations: readonly Evaluation[],
  metric: DecidingMetric,
  progress: readonly number[],
): LearningCurve {
  const entries = evaluations.map((evaluation, index) => ({
    progress: progress[index]!,
    map: evaluation[metric],
    map50: evaluation.map50,
    trainLoss: evaluation.trainLoss,
    validationLoss: evaluation.validationLoss,
    learningRate: evaluation.learningRate,
  }));
  return curveOf(entries, entries.length);
}

/**
 * For each evaluation the last entry of the curve that was there: an evaluation that is not further on than all before
 * it has none of its own.
 */
function lastEntries(progress: readonly number[]): readonly number[] {
  let furthest = Number.NEGATIVE_INFINITY;
  let last = -1;
  return progress.map((value) => {
    if (value > furthest) {
      furthest = value;
      last++;
    }
    return last;
  });
}

/**
 * The median of the distances between places that follow each other, so that a missing one does not matter; null where
 * there is none.
 */
export function usualDistance(places: readonly number[]): number | null {
  const distances = new Float64Array(Math.max(0, places.length - 1));
  let count = 0;
  for (let index = 1; index < places.length; index++) {
    const distance = places[index]! - places[index - 1]!;
    if (distance > 0) distances[count++] = distance;
  }
  return distances.subarray(0, count).toSorted()[count >> 1] ?? null;
}
