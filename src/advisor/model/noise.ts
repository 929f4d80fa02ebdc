import { median } from './median.ts';

/**
 * The standard deviation of the noise on a series: from the median absolute deviation of its differences, so that a
 * trend or a single jump does not count as noise. In the unit of the values; 0 of fewer than three.
 */
export function noiseOf(values: readonly number[]): number {
  if (values.length < 3) return 0;
  const differences: number[] = [];
  for (let index = 1; index < values.length; index++) {
    differences.push(values[index]! - values[index - 1]!);
  }
  const middle = median(differences);
  return (madToSigma * median(differences.map((difference) => Math.abs(difference - middle)))) / Math.SQRT2;
}

/** Of a normal distribution, the standard deviation over the median absolute deviation: 1 / Phi^-1(3/4). */
const madToSigma = 1.482602218505602;
