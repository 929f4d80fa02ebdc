import { recentPoints, type Series } from '../run/series.ts';

/** The direction of a metric over its last readings: `↑`, `↓`, or `=` when it changed by less than 1 %. */
export type TrendSign = '↑' | '↓' | '=';

/** Compares the mean of the last `window` readings with that of the ones before. */
export function trendOf(series: Series | undefined, window = 100): TrendSign {
  if (series === undefined) return '=';
  const { y } = recentPoints(series);
  const length = Math.min(window, Math.floor(y.length / 2));
  if (length < 1) return '=';
  return compare(meanOf(y.subarray(-2 * length, -length)), meanOf(y.subarray(-length)));
}

export function compare(before: number, now: number): TrendSign {
  if (!Number.isFinite(before) || !Number.isFinite(now)) return '=';
  const change = now - before;
  if (Math.abs(change) <= Math.max(Math.abs(before), Math.abs(now)) * 0.01) return '=';
  return change > 0 ? '↑' : '↓';
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  let finite = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    sum += value;
    finite++;
  }
  return finite === 0 ? Number.NaN : sum / finite;
}
