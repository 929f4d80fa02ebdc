import type { LearningCurve } from './curve.ts';
import { lineTo, curveStatsOf, type CurveStats } from './curveStats.ts';
import { theilSenSlope } from './theilSen.ts';

/** One figure that the model reads off a curve. */
export interface Feature {
  readonly name: string;
  /** As it is called in an explanation. */
  readonly words: string;
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
  { name: 'done', words: 'share of the plan done', of: (stats) => stats.done },
  { name: 'planned', words: 'length of the plan', of: (stats) => Math.log(stats.curve.planned) },
  { name: 'sinceBest', words: 'time since the best mAP', of: (stats) => stats.sinceBest },
  {
    name: 'sinceBestOverLeft',
    words: 'time since the best mAP against the time left',
    of: (stats) => Math.min(20, stats.sinceBest / Math.max(stats.left, 1 / stats.curve.planned)),
  },
  {
    name: 'evaluationsSinceBest',
    words: 'evaluations since the best mAP',
    of: (stats) => Math.log(1 + stats.index - stats.bestIndex),
  },
  { name: 'gain10', words: 'gain over the last 10 % of the plan', of: (stats) => logarithmOfGain(stats.gainOver(0.1)) },
  { name: 'gain20', words: 'gain over the last 20 % of the plan', of: (stats) => logarithmOfGain(stats.gainOver(0.2)) },
  {
    name: 'trendAhead',
    words: 'trend of the mAP carried on to the end',
    of: (stats) => stats.middle.slope * stats.left,
  },
  { name: 'trendSureness', words: 'sureness of the trend of the mAP', of: (stats) => stats.middle.z },
  { name: 'noise', words: 'noise of the mAP', of: (stats) => logarithmOfGain(stats.noise) },
  { name: 'belowBest', words: 'smoothed mAP below the best', of: (stats) => stats.best - stats.smoothed.now },
  {
    name: 'trainLossAhead',
    words: 'trend of the training loss carried on to the end',
    of: (stats) => stats.train.slope * stats.left,
  },
  { name: 'validationLossRise', words: 'validation loss over its lowest', of: (stats) => stats.validation.rise },
  { name: 'best', words: 'best mAP so far', of: (stats) => stats.best },
  { name: 'gain40', words: 'gain over the last 40 % of the plan', of: (stats) => logarithmOfGain(stats.gainOver(0.4)) },
  {
    name: 'gain50',
    words: 'gain over the last half of the plan',
    of: (stats) => logarithmOfGain(stats.gainOver(0.5)),
  },
  {
    name: 'longTrendAhead',
    words: 'trend over the last 40 % of the plan carried on to the end',
    of: (stats) => stats.long.slope * stats.left,
  },
  {
    name: 'shortProjection',
    words: 'mAP expected from the trend of the last 10 % of the plan',
    of: (stats) => projection(stats, stats.short.slope),
  },
  {
    name: 'projection',
    words: 'mAP expected from the trend of the last 20 % of the plan',
    of: (stats) => projection(stats, stats.middle.slope),
  },
  {
    name: 'slowingProjection',
    words: 'mAP expected from a trend that slows down',
    of: (stats) => slowingTrendAhead(stats) + stats.smoothed.now + stats.luckAhead - stats.best,
  },
  { name: 'slowingTrendAhead', words: 'slowing trend carried on to the end', of: slowingTrendAhead },
  { name: 'luckAhead', words: 'what luck may still add', of: (stats) => stats.luckAhead },
  {
    name: 'belowBestInNoise',
    words: 'smoothed mAP below the best, in multiples of the noise',
    of: (stats) => (stats.best - stats.smoothed.now) / (stats.noise + minNoise),
  },
  {
    name: 'luckyBest',
    words: 'luck in the best mAP',
    of: (stats) => stats.best - stats.smoothed.best,
  },
  {
    name: 'smoothedFall',
    words: 'fall of the smoothed mAP from its highest',
    of: (stats) => stats.smoothed.best - stats.smoothed.now,
  },
  {
    name: 'records',
    words: 'how often the best mAP was beaten over the last 20 % of the plan',
    of: (stats) => stats.recordShare,
  },
  {
    name: 'shortTrendAhead',
    words: 'trend over the last 10 % of the plan carried on to the end',
    of: (stats) => stats.short.slope * stats.left,
  },
  {
    name: 'longTrendSureness',
    words: 'sureness of the trend over the last 40 % of the plan',
    of: (stats) => stats.long.z,
  },
  {
    name: 'validationLossAhead',
    words: 'trend of the validation loss carried on to the end',
    of: (stats) => stats.validation.slope * stats.left,
  },
  { name: 'bending', words: 'bend of the curve', of: (stats) => stats.short.slope - stats.long.slope },
  { name: 'trainLossSlope', words: 'slope of the training loss', of: (stats) => stats.train.slope },
  { name: 'trainLossRise', words: 'training loss over its lowest', of: (stats) => stats.train.rise },
  { name: 'validationLossSlope', words: 'slope of the validation loss', of: (stats) => stats.validation.slope },
  { name: 'learningRate', words: 'learning rate against its highest', of: (stats) => stats.rate.relative },
  { name: 'learningRateDrop', words: 'recent fall of the learning rate', of: (stats) => stats.rate.drop },
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
