import { calibrated, logit } from '../../src/advisor/model/outlook.ts';
import { askedGains } from '../../src/advisor/model/probability.ts';
import { forecastOf, phaseOf } from '../../src/advisor/model/forecast.ts';
import type { Fit } from '../../src/advisor/model/model.ts';
import type { ForeseenRun } from './foreseen.ts';
import { momentWeights } from './samples.ts';
import { modelGains } from './train.ts';

export type Calibration = Pick<Fit, 'calibration' | 'forecast'>;

/** Of new runs the forecast's interval shall hold this share. */
const coverage = 0.8;

/**
 * How what was foreseen for unseen repositories has to be corrected to come true. Give it outlooks that are not
 * calibrated. The forecast has a tail of its own in each of so many equal parts of the plan.
 */
export function calibrate(runs: readonly ForeseenRun[], phases: number): Calibration {
  const complete = runs.filter((run) => run.ranFullBudget);
  const calibration = fitLogit(pointsOf(complete));
  const corrected = complete.map((run) => recalibrated(run, { calibration }));
  return { calibration, forecast: { coverage, tails: tailsFor(corrected, phases) } };
}

/**
 * The calibration with its intercept moved towards what came true of a few runs, held back as if half a repository had
 * come out as it was: with ten repositories a slope of their own would follow their noise.
 */
export function shifted({ intercept, slope }: Fit['calibration'], runs: readonly ForeseenRun[]): Fit['calibration'] {
  const points = pointsOf(runs);
  let shift = 0;
  for (let round = 0; round < 20; round++) {
    let miss = -heldBack * shift;
    let spread = heldBack;
    for (const { odds, cameTrue, weight } of points) {
      const chance = 1 / (1 + Math.exp(-(intercept + shift + slope * odds)));
      miss += (weight / askedGains.length) * (cameTrue - chance);
      spread += (weight / askedGains.length) * chance * (1 - chance);
    }
    shift += miss / spread;
  }
  return { intercept: Number((intercept + shift).toFixed(4)), slope };
}

const heldBack = 0.5;

/** The run with outlooks as a model with this calibration would have given them. */
export function recalibrated(run: ForeseenRun, model: Pick<Fit, 'calibration'>): ForeseenRun {
  const outlooks = run.outlooks.map((outlook) => {
    const chances = outlook.chances.map((chance, at) =>
      outlook.best + modelGains[at]! >= 1 ? 0 : calibrated(chance, model),
    );
    return { ...outlook, chances };
  });
  return { ...run, outlooks };
}

/**
 * For each of the parts of the plan that have a tail of their own the share of moments whose best mAP at the end lay in
 * the interval, every repository counting the same.
 */
export function coverageOf(
  runs: readonly ForeseenRun[],
  forecast: (run: ForeseenRun) => Fit['forecast'],
): readonly number[] {
  const weights = momentWeights(runs);
  const phases = runs[0] === undefined ? 0 : forecast(runs[0]).tails.length;
  const inside = new Float64Array(phases);
  const all = new Float64Array(phases);
  for (const [at, run] of runs.entries()) {
    const weight = weights[at]!;
    for (const [position, moment] of run.moments.entries()) {
      if (moment.last) continue;
      const { low, high } = forecastOf(run.outlooks[position]!, { gains: modelGains, forecast: forecast(run) });
      const end = moment.best + moment.gain;
      const phase = phaseOf(moment.left, phases);
      all[phase] = all[phase]! + weight;
      if (end >= low - rounding && end <= high + rounding) inside[phase] = inside[phase]! + weight;
    }
  }
  return Array.from(inside, (share, phase) => share / all[phase]!);
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
function fitLogit(points: readonly Point[]): Fit['calibration'] {
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

/** For each phase by halving: the interval narrows, and holds less, as its tails grow. */
function tailsFor(runs: readonly ForeseenRun[], phases: number): readonly number[] {
  const low = new Float64Array(phases).fill(0.002);
  const high = new Float64Array(phases).fill(0.45);
  const middle = (): readonly number[] => Array.from(low, (each, phase) => (each + high[phase]!) / 2);
  for (let round = 0; round < 12; round++) {
    const tails = middle();
    const shares = coverageOf(runs, () => ({ coverage, tails }));
    for (const [phase, share] of shares.entries()) (share > coverage ? low : high)[phase] = tails[phase]!;
  }
  return middle().map((tail) => Number(tail.toFixed(4)));
}
