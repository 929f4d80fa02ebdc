/** Points of a part of a series, with neighbours averaged where there are too many of them. */
export interface Window {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/**
 * The readings `from`..`to` (both included) as at most `most` points, each the mean of neighbouring readings: bounds
 * the cost of what is quadratic in the number of points without throwing readings away. Readings that are null are
 * passed over.
 */
export function windowOf(
  x: readonly number[],
  y: readonly (number | null)[],
  from: number,
  to: number,
  most: number,
): Window {
  const length = to - from + 1;
  const points = Math.min(length, most);
  const xs: number[] = [];
  const ys: number[] = [];
  for (let point = 0; point < points; point++) {
    const start = from + Math.floor((point * length) / points);
    const end = from + Math.floor(((point + 1) * length) / points);
    let count = 0;
    let sumX = 0;
    let sumY = 0;
    for (let index = start; index < end; index++) {
      const value = y[index] ?? null;
      if (value === null) continue;
      count++;
      sumX += x[index]!;
      sumY += value;
    }
    if (count === 0) continue;
    xs.push(sumX / count);
    ys.push(sumY / count);
  }
  return { x: xs, y: ys };
}

export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
