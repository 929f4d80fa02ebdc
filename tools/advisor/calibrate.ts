import { calibrated, logit } from '../../src/advisor/model/outlook.ts';
import { askedGains } from '../../src/advisor/model/probability.ts';
import { forecastOf } from '../../src/advisor/model/forecast.ts';
import type { Model } from '../../src/advisor/model/model.ts';
import type { ForeseenRun } from './crossValidate.ts';
import { momentWeights } from './samples.ts';
import { modelGains } from './train.ts';

export type Calibration = Pick<Model, 'calibration' | 'forecast'>;

/** Of new runs the forecast's interval shall hold this share. */
const coverage = 0.8;

/**
 * How what was foreseen for unseen repositories has to be corrected to come true. Give it outlooks that are not
 * calibrated.
 */
export function calibrate(runs: readonly ForeseenRun[]): Calibration {
  const complete = runs.filter((run) => run.ranFullBudget);
  const calibration = fitLogit(pointsOf(complete));
  const corrected = complete.map((run) => recalibrated(run, { calibration }));
  return { calibration, forecast: { coverage: coverage, tail: tailFor(corrected) } };
}

/** The run with outlooks as a model with this calibration would have given them. */
export function recalibrated(run: ForeseenRun, model: Pick<Model, 'calibration'>): ForeseenRun {
  const outlooks = run.outlooks.map((outlook) => {
    const chances = outlook.chances.map((chance) => calibrated(chance, model));
    return { ...outlook, chances };
  });
  return { ...run, outlooks };
}

/** The share of moments whose best mAP at the end lay in the interval, every repository counting the same. */
export function coverageOf(runs: readonly ForeseenRun[], forecast: (run: ForeseenRun) => Model['forecast']): number {
  const weights = momentWeights(runs);
  let inside = 0;
  let all = 0;
  for (const [at, run] of runs.entries()) {
    const weight = weights[at]!;
    for (const [position, moment] of run.moments.entries()) {
      if (moment.last) continue;
      const { low, high } = forecastOf(run.outlooks[position]!, { gains: modelGains, forecast: forecast(run) });
      const end = moment.best + moment.gain;
      all += weight;
      if (end >= low - rounding && end <= high + rounding) inside += weight;
    }
  }
  return inside / all;
}

const rounding = 1e-9;

interface Point {
  readonly odds: number;
  readonly cameTrue: number;
  readonly weight: number;
}

function pointsOf(runs: readonly ForeseenRun[]): readonly Point[] {
  const weights = momentWeights(runs);
  const points: Point[] = [];
  for (const [at, run] of runs.entries()) {
    for (const [position, moment] of run.moments.entries()) {
      if (moment.last) continue;
      for (const gain of askedGains) {
        const chance = run.outlooks[position]!.chances[modelGains.indexOf(gain)]!;
        const cameTrue = moment.gain > gain + rounding ? 1 : 0;
        points.push({ odds: logit(chance), cameTrue, weight: weights[at]! });
      }
    }
  }
  return points;
}

/** Logistic regression on one figure, by Newton's method. */
function fitLogit(points: readonly Point[]): Model['calibration'] {
  let intercept = 0;
  let slope = 1;
  for (let round = 0; round < 20; round++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9];
    for (const { odds, cameTrue, weight } of points) {
      const chance = 1 / (1 + Math.exp(-(intercept + slope * odds)));
      const miss = weight * (cameTrue - chance);
      const spread = weight * chance * (1 - chance);
      g0 += miss;
      g1 += miss * odds;
      h00 += spread;
      h01 += spread * odds;
      h11 += spread * odds * odds;
    }
    const determinant = h00 * h11 - h01 * h01;
    intercept += (h11 * g0 - h01 * g1) / determinant;
    slope += (h00 * g1 - h01 * g0) / determinant;
  }
  return { intercept: Number(intercept.toFixed(4)), slope: Number(slope.toFixed(4)) };
}

/** By halving: the interval narrows, and holds less, as its tails grow. */
function tailFor(runs: readonly ForeseenRun[]): number {
  let low = 0.01;
  let high = 0.45;
  for (let round = 0; round < 12; round++) {
    const tail = (low + high) / 2;
    if (coverageOf(runs, () => ({ coverage: coverage, tail })) > coverage) low = tail;
    else high = tail;
  }
  return Number(((low + high) / 2).toFixed(4));
}
