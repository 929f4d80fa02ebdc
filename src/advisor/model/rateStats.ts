/** Where the learning rate stands. NaN where the trainer does not print it. */
export interface RateStats {
  /** Now over the highest it has been, 0..1. */
  readonly relative: number;
  /** Logarithm of now over its value at the start of the window; a thousandth of the highest counts as nothing. */
  readonly drop: number;
}

/** Reads learning rates 0..`index`; the drop is since `from`. */
export function rateStatsOf(rates: readonly (number | null)[], from: number, index: number): RateStats {
  let highest = 0;
  for (let at = 0; at <= index; at++) highest = Math.max(highest, rates[at] ?? 0);
  const now = rates[index] ?? null;
  const before = rates[from] ?? null;
  const floor = 0.001 * highest;
  return {
    relative: now !== null && highest > 0 ? now / highest : Number.NaN,
    drop: now !== null && before !== null && highest > 0 ? Math.log((now + floor) / (before + floor)) : Number.NaN,
  };
}
