import type { Curve } from './curve.ts';
import { lineTo, sightOf, type Sight } from './sight.ts';
import { theilSenSlope } from './theilSen.ts';

/** One figure that the model reads off a curve. */
export interface Feature {
  readonly name: string;
  /** As it is called in an explanation. */
  readonly words: string;
  readonly of: (sight: Sight) => number;
}

/**
 * The features of a curve as seen from evaluation `index`, in the order of allFeatures; NaN where one cannot be known
 * (a figure that the trainer does not print). None depends on the unit of a loss or on what a trainer counts in
 * (epochs, iterations), and none reads an evaluation after `index`.
 * @throws RangeError where the curve has no such evaluation.
 */
export function featuresAt(curve: Curve, index: number): Float64Array {
  if (!(index >= 0 && index < curve.map.length)) {
    throw new RangeError(`The curve has ${curve.map.length} evaluations, there is none at index ${index}.`);
  }
  const sight = sightOf(curve, index);
  return Float64Array.from(allFeatures, (feature) => {
    const value = feature.of(sight);
    return Number.isFinite(value) ? value : Number.NaN;
  });
}

/** An mAP gain of less than a thousandth is no gain: keeps the logarithm of no gain finite. */
const leastGain = 0.001;
/** Below this noise a distance from the best is not counted in multiples of it. */
const leastNoise = 0.003;

/** The 13 of the feasibility study's regression come first, in its order; the others were added by cross-validation. */
export const allFeatures: readonly Feature[] = [
  { name: 'done', words: 'share of the plan done', of: (sight) => sight.done },
  { name: 'planned', words: 'length of the plan', of: (sight) => Math.log(sight.curve.planned) },
  { name: 'sinceBest', words: 'time since the best mAP', of: (sight) => sight.sinceBest },
  {
    name: 'sinceBestOverLeft',
    words: 'time since the best mAP against the time left',
    of: (sight) => Math.min(20, sight.sinceBest / Math.max(sight.left, 1 / sight.curve.planned)),
  },
  {
    name: 'evaluationsSinceBest',
    words: 'evaluations since the best mAP',
    of: (sight) => Math.log(1 + sight.index - sight.bestIndex),
  },
  { name: 'gain10', words: 'gain over the last 10 % of the plan', of: (sight) => logarithmOfGain(sight.gainOver(0.1)) },
  { name: 'gain20', words: 'gain over the last 20 % of the plan', of: (sight) => logarithmOfGain(sight.gainOver(0.2)) },
  {
    name: 'trendAhead',
    words: 'trend of the mAP carried on to the end',
    of: (sight) => sight.middle.slope * sight.left,
  },
  { name: 'trendSureness', words: 'sureness of the trend of the mAP', of: (sight) => sight.middle.z },
  { name: 'noise', words: 'noise of the mAP', of: (sight) => logarithmOfGain(sight.noise) },
  { name: 'belowBest', words: 'smoothed mAP below the best', of: (sight) => sight.best - sight.smoothed.now },
  {
    name: 'trainLossAhead',
    words: 'trend of the training loss carried on to the end',
    of: (sight) => sight.train.slope * sight.left,
  },
  { name: 'validationLossRise', words: 'validation loss over its lowest', of: (sight) => sight.validation.rise },
  { name: 'best', words: 'best mAP so far', of: (sight) => sight.best },
  { name: 'gain40', words: 'gain over the last 40 % of the plan', of: (sight) => logarithmOfGain(sight.gainOver(0.4)) },
  {
    name: 'gain50',
    words: 'gain over the last half of the plan',
    of: (sight) => logarithmOfGain(sight.gainOver(0.5)),
  },
  {
    name: 'longTrendAhead',
    words: 'trend over the last 40 % of the plan carried on to the end',
    of: (sight) => sight.long.slope * sight.left,
  },
  {
    name: 'shortProjection',
    words: 'mAP expected from the trend of the last 10 % of the plan',
    of: (sight) => projection(sight, sight.short.slope),
  },
  {
    name: 'projection',
    words: 'mAP expected from the trend of the last 20 % of the plan',
    of: (sight) => projection(sight, sight.middle.slope),
  },
  {
    name: 'slowingProjection',
    words: 'mAP expected from a trend that slows down',
    of: (sight) => slowingTrendAhead(sight) + sight.smoothed.now + sight.luckAhead - sight.best,
  },
  { name: 'slowingTrendAhead', words: 'slowing trend carried on to the end', of: slowingTrendAhead },
  { name: 'luckAhead', words: 'what luck may still add', of: (sight) => sight.luckAhead },
  {
    name: 'belowBestInNoise',
    words: 'smoothed mAP below the best, in multiples of the noise',
    of: (sight) => (sight.best - sight.smoothed.now) / (sight.noise + leastNoise),
  },
  {
    name: 'luckyBest',
    words: 'luck in the best mAP',
    of: (sight) => sight.best - sight.smoothed.best,
  },
  {
    name: 'smoothedFall',
    words: 'fall of the smoothed mAP from its highest',
    of: (sight) => sight.smoothed.best - sight.smoothed.now,
  },
  {
    name: 'records',
    words: 'how often the best mAP was beaten over the last 20 % of the plan',
    of: (sight) => sight.recordShare,
  },
  {
    name: 'shortTrendAhead',
    words: 'trend over the last 10 % of the plan carried on to the end',
    of: (sight) => sight.short.slope * sight.left,
  },
  {
    name: 'longTrendSureness',
    words: 'sureness of the trend over the last 40 % of the plan',
    of: (sight) => sight.long.z,
  },
  {
    name: 'validationLossAhead',
    words: 'trend of the validation loss carried on to the end',
    of: (sight) => sight.validation.slope * sight.left,
  },
  { name: 'bending', words: 'bend of the curve', of: (sight) => sight.short.slope - sight.long.slope },
  { name: 'trainLossSlope', words: 'slope of the training loss', of: (sight) => sight.train.slope },
  { name: 'trainLossRise', words: 'training loss over its lowest', of: (sight) => sight.train.rise },
  { name: 'validationLossSlope', words: 'slope of the validation loss', of: (sight) => sight.validation.slope },
  { name: 'learningRate', words: 'learning rate against its highest', of: (sight) => sight.rate.relative },
  { name: 'learningRateDrop', words: 'recent fall of the learning rate', of: (sight) => sight.rate.drop },
];

function logarithmOfGain(gain: number): number {
  return Math.log(Math.max(gain, 0) + leastGain);
}

/** Where the trend leads by the planned end, with what luck adds, over the best so far. */
function projection(sight: Sight, slope: number): number {
  return lineTo(sight.short, slope, 1) + sight.luckAhead - sight.best;
}

/**
 * The trend of the last 40 % of the plan, taken over the logarithm of time as learning curves flatten, to the planned
 * end.
 */
function slowingTrendAhead(sight: Sight): number {
  if (sight.done >= 1 || sight.done <= 0) return 0;
  const logarithms = sight.long.x.map((progress) => Math.log(progress));
  return theilSenSlope(logarithms, sight.long.y) * Math.log(1 / sight.done);
}
