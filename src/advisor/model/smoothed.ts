/** A moving mean of a series at its last reading, and the highest it has been. */
export interface Smoothed {
  readonly now: number;
  readonly best: number;
}

/** The mean of the last `width` readings up to `index`; of fewer where there are fewer. */
export function smoothedOf(values: readonly number[], index: number, width: number): Smoothed {
  let sum = 0;
  let best = Number.NEGATIVE_INFINITY;
  let now = Number.NaN;
  for (let at = 0; at <= index; at++) {
    sum += values[at]!;
    if (at >= width) sum -= values[at - width]!;
    now = sum / Math.min(at + 1, width);
    if (at >= Math.min(width - 1, index)) best = Math.max(best, now);
  }
  return { now, best };
}
