import { median } from './median.ts';

/**
 * The slope of y over x as the median of the slopes of all pairs of points (Theil 1950, Sen 1968): up to 29 % of
 * outliers do not move it. Takes time and memory in the square of the number of points, so give it few. NaN of fewer
 * than two different x.
 */
export function theilSenSlope(x: readonly number[], y: readonly number[]): number {
  const slopes = new Float64Array((x.length * (x.length - 1)) / 2);
  let count = 0;
  for (let later = 1; later < x.length; later++) {
    for (let earlier = 0; earlier < later; earlier++) {
      const run = x[later]! - x[earlier]!;
      if (run === 0) continue;
      slopes[count++] = (y[later]! - y[earlier]!) / run;
    }
  }
  return median(slopes.subarray(0, count));
}
