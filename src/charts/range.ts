/** The values that a chart has to hold. */
export interface Range {
  readonly low: number;
  readonly high: number;
  /** The highest value, where it lies so far beyond the others that it is left out of the range; else null. */
  readonly beyond: number | null;
}

/**
 * Returns a range in which the bulk of the values can be told apart. Values far beyond the 85th percentile (a first
 * loss of 2000 before one of 2) are left outside, so that they do not flatten everything else. Ignores non-finite
 * values, and in a logarithmic range those that are not positive. Null without any value.
 */
export function robustRange(values: readonly number[], log = false): Range | null {
  const usable = values
    .filter((value) => Number.isFinite(value) && (!log || value > 0))
    .toSorted((left, second) => left - second);
  if (usable.length === 0) return null;
  const low = usable[0]!;
  const highest = usable.at(-1)!;
  if (log || usable.length < 8) return { low, high: highest, beyond: null };
  const common = usable[Math.floor((usable.length - 1) * 0.85)]!;
  const median = usable[(usable.length - 1) >> 1]!;
  const limit = median + (common - median) * 2;
  // A little more room costs less than a curve that is cut.
  const isFar = highest - low > 2 * (limit - low) && limit > low;
  return isFar ? { low, high: limit, beyond: highest } : { low, high: highest, beyond: null };
}

/** Returns the range with the values beyond it. */
export function wholeRange({ low, high, beyond }: Range): Range {
  return { low, high: beyond ?? high, beyond: null };
}

/** Returns a value's place in a range: 0 at the low end, 1 at the high end, limited to both; NaN for no number. */
export function shareOf({ low, high }: Pick<Range, 'low' | 'high'>, value: number): number {
  if (!Number.isFinite(value)) return Number.NaN;
  if (!(high > low)) return 0.5;
  // In halves, because the difference of two huge values is infinite.
  return Math.min(1, Math.max(0, (value / 2 - low / 2) / (high / 2 - low / 2)));
}
