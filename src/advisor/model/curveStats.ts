import type { LearningCurve } from './curve.ts';
import { lossStatsOf, type LossStats } from './lossStats.ts';
import { mannKendallZ } from './mannKendall.ts';
import { noiseOf } from './noise.ts';
import { rateStatsOf, type RateStats } from './rateStats.ts';
import { smoothedOf, type Smoothed } from './smoothed.ts';
import { theilSenSlope } from './theilSen.ts';
import { mean, windowOf, type Window } from './window.ts';

/** What can be seen of a curve from one of its evaluations: the quantities from which the features are made. */
export interface CurveStats {
  readonly curve: LearningCurve;
  readonly index: number;
  /** Fraction of the planned training done, and still to do. */
  readonly done: number;
  readonly left: number;
  /** Planned evaluations still to come. */
  readonly evaluationsLeft: number;
  readonly best: number;
  readonly bestIndex: number;
  /** Fraction of the plan since the best evaluation. */
  readonly sinceBest: number;
  /** How much the best mAP rose over the last fraction of the plan. */
  readonly gainOver: (fraction: number) => number;
  /** Over the last 10, 20 and 40 % of the plan: the readings, the slope in mAP per plan, the sureness of the trend. */
  readonly short: WindowTrend;
  readonly middle: WindowTrend;
  readonly long: WindowTrend;
  /** Standard deviation of the mAP from one evaluation to the next, over the last 20 % of the plan. */
  readonly noise: number;
  /** What luck alone would add to the best of the evaluations to come: the mean of the highest of n normal deviates. */
  readonly luckAhead: number;
  readonly smoothed: Smoothed;
  readonly recordShare: number;
  readonly train: LossStats;
  readonly validation: LossStats;
  readonly rate: RateStats;
}

export interface WindowTrend extends Window {
  readonly slope: number;
  readonly z: number;
}

/** Reads evaluations 0..`index` of the curve and none after. */
export function curveStatsOf(curve: LearningCurve, index: number): CurveStats {
  const done = curve.progress[index]!;
  const left = Math.max(0, 1 - done);
  const evaluationsLeft = left * curve.planned;
  const bests = runningBest(curve.map, index);
  const best = bests[index]!;
  const bestIndex = bests.indexOf(best);
  const start = (fraction: number): number => startOfLast(curve.progress, index, fraction);
  const middleStart = Math.max(0, Math.min(start(0.2), index + 1 - minReadings));
  const noise = noiseOf(curve.map.slice(Math.max(0, Math.min(start(0.2), index - 9)), index + 1));
  return {
    curve,
    index,
    done,
    left,
    evaluationsLeft,
    best,
    bestIndex,
    sinceBest: done - curve.progress[bestIndex]!,
    gainOver: (fraction) => best - bests[Math.max(0, Math.min(start(fraction), index - 1))]!,
    short: trendOf(curve, Math.max(0, Math.min(start(0.1), index + 1 - minReadingsShort)), index),
    middle: trendOf(curve, middleStart, index),
    long: trendOf(curve, Math.max(0, Math.min(start(0.4), index + 1 - minReadings)), index),
    noise,
    luckAhead: noise * Math.sqrt(2 * Math.log(Math.max(evaluationsLeft, 1) + 1)),
    smoothed: smoothedOf(curve.map, index, clamp(Math.round(0.05 * curve.planned), 3, 25)),
    recordShare: recordShareOf(bests, start(0.2), index),
    train: lossStatsOf(curve.progress, curve.trainLoss, middleStart, index, curve.planned),
    validation: lossStatsOf(curve.progress, curve.validationLoss, middleStart, index, curve.planned),
    rate: rateStatsOf(curve.learningRate, start(0.1), index),
  };
}

/** The middle of the readings of a window and their mean, from which a line with the window's slope goes on. */
export function lineTo(trend: WindowTrend, slope: number, progress: number): number {
  return mean(trend.y) + slope * (progress - mean(trend.x));
}

const minReadings = 8;
const minReadingsShort = 6;
/** Pairs grow with the square: 32 points are 496 pairs. */
const maxPoints = 32;

function trendOf(curve: LearningCurve, from: number, to: number): WindowTrend {
  const window = windowOf(curve.progress, curve.map, from, to, maxPoints);
  return { ...window, slope: theilSenSlope(window.x, window.y), z: mannKendallZ(window.y) };
}

function runningBest(values: readonly number[], index: number): readonly number[] {
  const bests: number[] = [];
  let best = Number.NEGATIVE_INFINITY;
  for (let at = 0; at <= index; at++) {
    best = Math.max(best, values[at]!);
    bests.push(best);
  }
  return bests;
}

/** Share of the evaluations after `from` that beat all before them. */
function recordShareOf(bests: readonly number[], from: number, index: number): number {
  let records = 0;
  for (let at = from + 1; at <= index; at++) {
    if (bests[at]! > bests[at - 1]!) records++;
  }
  return records / Math.max(1, index - from);
}

function startOfLast(progress: readonly number[], index: number, fraction: number): number {
  const from = progress[index]! - fraction - rounding;
  let start = index;
  while (start > 0 && progress[start - 1]! >= from) start--;
  return start;
}

/** Progress is a quotient: 0.3 - 0.2 must not be less than 0.1. */
const rounding = 1e-9;

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
