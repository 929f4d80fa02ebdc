import { curveOf, type LearningCurve } from '../../src/advisor/model/curve.ts';
import { featuresAt } from '../../src/advisor/model/features.ts';
import { bestOf, minEvaluations, type Standing } from '../../src/advisor/model/outlook.ts';
import { assumedLength } from '../../src/advisor/timeline.ts';
import type { CorpusRun } from './corpus.ts';

/** A run with what the model sees at each evaluation from the fifth on, and what truly came after it. */
export interface SampledRun extends CorpusRun {
  readonly moments: readonly Moment[];
  /**
   * The same run as a trainer would have told it that evaluates four times less often: to learn from, not to judge by.
   */
  readonly sparseMoments: readonly Moment[];
  /** The same run as told by a trainer that knows no mAP but mAP50: to learn from too. Empty where it has none. */
  readonly looseMoments: readonly Moment[];
  /** What the model sees where the planned length is not known, and what came until the end that it then assumes. */
  readonly unplannedMoments: readonly Moment[];
}

export interface Moment extends Standing {
  readonly index: number;
  readonly features: Float64Array;
  /** Evaluations that the whole plan gives; null where the planned length is not known. */
  readonly planned: number | null;
  /** How much the best mAP still rose after this evaluation; 0 where it did not. */
  readonly gain: number;
  /**
   * Nothing is learned from it: no evaluation comes after this one, or the run ended before the end that is assumed.
   */
  readonly last: boolean;
}

export function sampleRun(run: CorpusRun): SampledRun {
  return {
    ...run,
    moments: momentsOf(run.curve),
    sparseMoments: momentsOf(everyNth(run.curve, sparse)),
    looseMoments: momentsOf(byMap50(run.curve)),
    unplannedMoments: unplannedMomentsOf(run.curve),
  };
}

function byMap50(curve: LearningCurve): LearningCurve {
  const known = curve.map50.filter((map50) => map50 !== null);
  return known.length === curve.map.length ? { ...curve, map: known } : curveOf([], curve.planned);
}

const sparse = 4;

/** Every n-th evaluation, counted back from the last. */
function everyNth(curve: LearningCurve, n: number): LearningCurve {
  const kept = <Value>(values: readonly Value[]): readonly Value[] =>
    values.filter((_, at) => (values.length - 1 - at) % n === 0);
  return {
    progress: kept(curve.progress),
    map: kept(curve.map),
    map50: kept(curve.map50),
    trainLoss: kept(curve.trainLoss),
    validationLoss: kept(curve.validationLoss),
    learningRate: kept(curve.learningRate),
    planned: curve.planned / n,
  };
}

function momentsOf(curve: LearningCurve): readonly Moment[] {
  const { map } = curve;
  const bestAfter = new Float64Array(map.length + 1).fill(Number.NEGATIVE_INFINITY);
  for (let at = map.length - 1; at >= 0; at--) {
    bestAfter[at] = Math.max(map[at]!, bestAfter[at + 1]!);
  }
  const moments: Moment[] = [];
  for (let index = minEvaluations - 1; index < map.length; index++) {
    const standing = bestOf(curve, index);
    moments.push({
      ...standing,
      index,
      features: featuresAt(curve, index),
      planned: curve.planned,
      gain: Math.max(0, bestAfter[index + 1]! - standing.best),
      last: index === map.length - 1,
    });
  }
  return moments;
}

function unplannedMomentsOf(curve: LearningCurve): readonly Moment[] {
  const moments: Moment[] = [];
  for (let index = minEvaluations - 1; index < curve.map.length; index++) moments.push(unplannedMoment(curve, index));
  return moments;
}

function unplannedMoment(curve: LearningCurve, index: number): Moment {
  const { map, progress } = curve;
  const end = assumedLength * progress[index]!;
  const shown = {
    ...curve,
    progress: progress.map((each) => each / end),
    planned: Math.max(index + 1, Math.round(end * curve.planned)),
  };
  const standing = bestOf(shown, index);
  const ahead = map.filter((_, at) => at > index && progress[at]! <= end + rounding);
  return {
    ...standing,
    index,
    features: featuresAt(shown, index),
    planned: null,
    gain: Math.max(0, Math.max(...ahead) - standing.best),
    last: progress.at(-1)! < end - rounding,
  };
}

/** Progress is a quotient. */
const rounding = 1e-9;

/** Every repository counts the same, every run of a repository the same, every moment of a run the same. */
export function momentWeights(runs: readonly SampledRun[]): readonly number[] {
  const runsOf = Map.groupBy(runs, (run) => run.repository);
  return runs.map((run) => {
    const moments = Math.max(1, run.moments.filter((moment) => !moment.last).length);
    return 1 / ((runsOf.get(run.repository)?.length ?? 1) * moments);
  });
}
