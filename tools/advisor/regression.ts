import type { SampledRun } from './samples.ts';
import { momentWeights } from './samples.ts';

/** The 13 features of the feasibility study come first in allFeatures. */
const featureCount = 13;
/** Pulls the coefficients towards 0, for features in standard deviations and weights with a mean of 1. */
const ridge = 10;
/** Outliers count as if they were this many standard deviations away. */
const farthest = 4;

/**
 * The logistic regression of the feasibility study, for comparison: returns the chance of a gain of more than one point
 * at each moment of a run.
 */
export function fitRegression(runs: readonly SampledRun[]): (run: SampledRun) => readonly number[] {
  const complete = runs.filter((run) => run.ranFullBudget && run.moments.length > 1);
  const weights = momentWeights(complete);
  const rows = complete.flatMap((run, at) =>
    run.moments
      .filter((moment) => !moment.last)
      .map((moment) => ({
        features: moment.features,
        weight: weights[at]!,
        cameTrue: moment.gain > 0.01 + 1e-9 ? 1 : 0,
      })),
  );
  const usual = Array.from({ length: featureCount }, (_, at) => usualOf(rows.map((row) => row.features[at]!)));
  const standardized = (features: Float64Array): Float64Array => {
    const values = usual.map(({ mean, deviation }, at) => {
      const distance = deviation > 0 ? (features[at]! - mean) / deviation : 0;
      return Number.isNaN(distance) ? 0 : Math.max(-farthest, Math.min(farthest, distance));
    });
    return Float64Array.from([1, ...values]);
  };
  const mean = rows.reduce((sum, row) => sum + row.weight, 0) / rows.length;
  const coefficients = newton(
    rows.map((row) => ({ x: standardized(row.features), y: row.cameTrue, weight: row.weight / mean })),
  );
  return (run) => run.moments.map((moment) => chanceOf(coefficients, standardized(moment.features)));
}

interface Row {
  readonly x: Float64Array;
  readonly y: number;
  readonly weight: number;
}

function newton(rows: readonly Row[]): Float64Array {
  const size = featureCount + 1;
  const coefficients = new Float64Array(size);
  for (let round = 0; round < 12; round++) {
    const system = Array.from({ length: size }, (_, at) => {
      const equation = new Float64Array(size + 1);
      equation[at] = at === 0 ? 1e-9 : ridge;
      equation[size] = at === 0 ? 0 : -ridge * coefficients[at]!;
      return equation;
    });
    for (const { x, y, weight } of rows) {
      const chance = chanceOf(coefficients, x);
      const spread = weight * chance * (1 - chance);
      for (let row = 0; row < size; row++) {
        const equation = system[row]!;
        for (let column = 0; column < size; column++) equation[column]! += spread * x[row]! * x[column]!;
        equation[size]! += weight * (y - chance) * x[row]!;
      }
    }
    for (const [at, step] of solved(system).entries()) coefficients[at]! += step;
  }
  return coefficients;
}

/** Gaussian elimination with pivots; the last column is the right side. */
function solved(system: Float64Array[]): Float64Array {
  const size = system.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(system[row]![column]!) > Math.abs(system[pivot]![column]!)) pivot = row;
    }
    [system[column], system[pivot]] = [system[pivot]!, system[column]!];
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = system[row]![column]! / system[column]![column]!;
      for (let at = column; at <= size; at++) system[row]![at]! -= factor * system[column]![at]!;
    }
  }
  return Float64Array.from(system, (equation, at) => equation[size]! / equation[at]!);
}

function chanceOf(coefficients: Float64Array, x: Float64Array): number {
  return 1 / (1 + Math.exp(-coefficients.reduce((sum, coefficient, at) => sum + coefficient * x[at]!, 0)));
}

function usualOf(values: readonly number[]): { mean: number; deviation: number } {
  const present = values.filter((value) => !Number.isNaN(value));
  const mean = present.reduce((sum, value) => sum + value, 0) / Math.max(1, present.length);
  const variance = present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, present.length);
  return { mean, deviation: Math.sqrt(variance) };
}
