import { placeOf } from '../run/evaluations.ts';
import type { Evaluation, Run } from '../run/run.ts';
import type { JudgedMetric } from '../run/metric.ts';
import { plannedLength } from '../run/selectors.ts';
import { type LearningCurve, curveOf } from './model/curve.ts';

/**
 * The evaluations that have the deciding metric, and the curve as it was known at each of them: made once for all of
 * them.
 */
export interface Timeline {
  readonly metric: JudgedMetric;
  readonly evaluations: readonly Evaluation[];
  /** Where they are on the run's axis. */
  readonly places: readonly number[];
  /**
   * The curve as it was known at an evaluation; null where the distance between evaluations is not known yet, or where
   * the evaluation has no entry of its own, as one that goes over old ground.
   */
  readonly curveAt: (index: number) => KnownCurve | null;
}

/** A curve as it was known at an evaluation, its entry `last`: nothing before that entry is of later. */
export interface KnownCurve {
  readonly curve: LearningCurve;
  readonly last: number;
  /** The place that the curve takes for its end. */
  readonly end: number;
  /** Whether that is the planned end, rather than `assumedLength` times where it stands. */
  readonly isPlanned: boolean;
}

/**
 * Where the end is not known, a training is judged as if it came at so many times now. Chosen by cross-validation: see
 * docs/advisor.md.
 */
export const assumedLength = 1.5;

export function createTimeline(run: Run, metric: JudgedMetric, evaluations: readonly Evaluation[]): Timeline {
  const places = evaluations.map((evaluation) => placeOf(run, evaluation) ?? 0);
  const planned = plannedLength(run) ?? 0;
  const entries = entriesOf(evaluations, metric, places);
  return {
    metric,
    evaluations,
    places,
    curveAt(index) {
      const distance = usualDistance(places.slice(0, index + 1));
      const place = places[index]!;
      const last = entries.lasts[index]!;
      if (distance === null || last < 0) return null;
      // A plan that is exceeded says nothing any more of the end.
      const isPlanned = planned > 0 && place <= planned;
      const end = isPlanned ? planned : assumedLength * place;
      const curve = {
        ...entries.curve,
        progress: entries.curve.progress.map((each) => Math.min(1, each / end)),
        planned: Math.max(index + 1, Math.round(end / distance)),
      };
      return { curve, last, end, isPlanned };
    },
  };
}

/** The curve of all evaluations over their places, and for each evaluation the last entry that was there by then. */
function entriesOf(
  evaluations: readonly Evaluation[],
  metric: JudgedMetric,
  places: readonly number[],
): { readonly curve: LearningCurve; readonly lasts: readonly number[] } {
  const points = evaluations.map((evaluation, index) => ({
    progress: places[index]!,
    map: metric.valueOf(evaluation),
    map50: evaluation.map50,
    trainLoss: evaluation.trainLoss,
    validationLoss: evaluation.validationLoss,
    learningRate: evaluation.learningRate,
  }));
  return { curve: curveOf(points, Math.max(1, points.length)), lasts: lastEntries(places) };
}

/**
 * For each evaluation the last entry of the curve that was there: an evaluation that is not further on than all before
 * it has none of its own.
 */
function lastEntries(places: readonly number[]): readonly number[] {
  let furthest = Number.NEGATIVE_INFINITY;
  let last = -1;
  return places.map((place) => {
    if (place > furthest) {
      furthest = place;
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
