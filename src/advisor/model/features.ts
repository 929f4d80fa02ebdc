import type { LearningCurve } from './curve.ts';
import { lineTo, curveStatsOf, type CurveStats } from './curveStats.ts';
import { theilSenSlope } from './theilSen.ts';

/** What the odds depend on, as people talk of it. */
export type Topic = (typeof topics)[number];

export const topics = ['recent progress', 'time left', 'losses', 'learning rate'] as const;

/** One figure that the model reads off a curve. */
export interface Feature {
  readonly name: string;
  /** What it tells of, for an explanation. */
  readonly topic: Topic;
  readonly of: (stats: CurveStats) => number;
}

/**
 * The features of a curve as seen from evaluation `index`, in the order of allFeatures; NaN where one cannot be known
 * (a figure that the trainer does not print). None depends on the unit of a loss or on what a trainer counts in
 * (epochs, iterations), and none reads an evaluation after `index`.
 * @throws RangeError where the curve has no such evaluation.
 */
export function featuresAt(curve: LearningCurve, index: number): Float64Array {
  if (!(index >= 0 && index < curve.map.length)) {
    throw new RangeError(`The curve has ${curve.map.length} evaluations, there is none at index ${index}.`);
  }
  const stats = curveStatsOf(curve, index);
  return Float64Array.from(allFeatures, (feature) => {
    const value = feature.of(stats);
    return Number.isFinite(value) ? value : Number.NaN;
  });
}

/** An mAP gain of less than a thousandth is no gain: keeps the logarithm of no gain finite. */
const minGain = 0.001;
/** Below this noise a distance from the best is not counted in multiples of it. */
const minNoise = 0.003;

/** The 13 of the feasibility study's regression come first, in its order; the others were added by cross-validation. */
export const allFeatures: readonly Feature[] = [
  { name: 'done', topic: 'time left', of: (stats) => stats.done },
  { name: 'planned', topic: 'time left', of: (stats) => Math.log(stats.curve.planned) },
  { name: 'sinceBest', topic: 'recent progress', of: (stats) => stats.sinceBest },
  {
    name: 'sinceBestOverLeft',
    topic: 'time left',
    of: (stats) => Math.min(20, stats.sinceBest / Math.max(stats.left, 1 / stats.curve.planned)),
  },
  {
    name: 'evaluationsSinceBest',
    topic: 'recent progress',
    of: (stats) => Math.log(1 + stats.index - stats.bestIndex),
  },
  { name: 'gain10', topic: 'recent progress', of: (stats) => logarithmOfGain(stats.gainOver(0.1)) },
  { name: 'gain20', topic: 'recent progress', of: (stats) => logarithmOfGain(stats.gainOver(0.2)) },
  {
    name: 'trendAhead',
    topic: 'recent progress',
    of: (stats) => stats.middle.slope * stats.left,
  },
  { name: 'trendSureness', topic: 'recent progress', of: (stats) => stats.middle.z },
  { name: 'noise', topic: 'recent progress', of: (stats) => logarithmOfGain(stats.noise) },
  { name: 'belowBest', topic: 'recent progress', of: (stats) => stats.best - stats.smoothed.now },
  {
    name: 'trainLossAhead',
    topic: 'losses',
    of: (stats) => stats.train.slope * stats.left,
  },
  { name: 'validationLossRise', topic: 'losses', of: (stats) => stats.validation.rise },
  { name: 'best', topic: 'recent progress', of: (stats) => stats.best },
  { name: 'gain40', topic: 'recent progress', of: (stats) => logarithmOfGain(stats.gainOver(0.4)) },
  {
    name: 'gain50',
    topic: 'recent progress',
    of: (stats) => logarithmOfGain(stats.gainOver(0.5)),
  },
  {
    name: 'longTrendAhead',
    topic: 'recent progress',
    of: (stats) => stats.long.slope * stats.left,
  },
  {
    name: 'shortProjection',
    topic: 'recent progress',
    of: (stats) => projection(stats, stats.short.slope),
  },
  {
    name: 'projection',
    topic: 'recent progress',
    of: (stats) => projection(stats, stats.middle.slope),
  },
  {
    name: 'slowingProjection',
    topic: 'recent progress',
    of: (stats) => slowingTrendAhead(stats) + stats.smoothed.now + stats.luckAhead - stats.best,
  },
  { name: 'slowingTrendAhead', topic: 'recent progress', of: slowingTrendAhead },
  { name: 'luckAhead', topic: 'recent progress', of: (stats) => stats.luckAhead },
  {
    name: 'belowBestInNoise',
    topic: 'recent progress',
    of: (stats) => (stats.best - stats.smoothed.now) / (stats.noise + minNoise),
  },
  {
    name: 'luckyBest',
    topic: 'recent progress',
    of: (stats) => stats.best - stats.smoothed.best,
  },
  {
    name: 'smoothedFall',
    topic: 'recent progress',
    of: (stats) => stats.smoothed.best - stats.smoothed.now,
  },
  {
    name: 'records',
    topic: 'recent progress',
    of: (stats) => stats.recordShare,
  },
  {
    name: 'shortTrendAhead',
    topic: 'recent progress',
    of: (stats) => stats.short.slope * stats.left,
  },
  {
    name: 'longTrendSureness',
    topic: 'recent progress',
    of: (stats) => stats.long.z,
  },
  {
    name: 'validationLossAhead',
    topic: 'losses',
    of: (stats) => stats.validation.slope * stats.left,
  },
  { name: 'bending', topic: 'recent progress', of: (stats) => stats.short.slope - stats.long.slope },
  { name: 'trainLossSlope', topic: 'losses', of: (stats) => stats.train.slope },
  { name: 'trainLossRise', topic: 'losses', of: (stats) => stats.train.rise },
  { name: 'validationLossSlope', topic: 'losses', of: (stats) => stats.validation.slope },
  { name: 'learningRate', topic: 'learning rate', of: (stats) => stats.rate.relative },
  { name: 'learningRateDrop', topic: 'learning rate', of: (stats) => stats.rate.drop },
];

function logarithmOfGain(gain: number): number {
  return Math.log(Math.max(gain, 0) + minGain);
}

/** Where the trend leads by the planned end, with what luck adds, over the best so far. */
function projection(stats: CurveStats, slope: number): number {
  return lineTo(stats.short, slope, 1) + stats.luckAhead - stats.best;
}

/**
 * The trend of the last 40 % of the plan, taken over the logarithm of time as learning curves flatten, to the planned
 * end.
 */
function slowingTrendAhead(stats: CurveStats): number {
  if (stats.done >= 1 || stats.done <= 0) return 0;
  const logarithms = stats.long.x.map((progress) => Math.log(progress));
  return theilSenSlope(logarithms, stats.long.y) * Math.log(1 / stats.done);
}
