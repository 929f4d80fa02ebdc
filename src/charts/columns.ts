import { type Bucket, columnsOf, type Series } from '../run/series.ts';

/** The values of one curve in each column of a plot; NaN where it has none. */
export interface PlotColumns {
  readonly mean: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Returns single values (evaluations, which are few) as buckets. */
export function pointBuckets(points: readonly { readonly at: number; readonly value: number }[]): Bucket[] {
  return points
    .filter(({ at, value }) => Number.isFinite(at) && Number.isFinite(value))
    .map(({ at, value }) => ({ from: at, to: at, count: 1, finite: 1, min: value, mean: value, max: value }));
}

/**
 * Returns a part of a series for a plot of `width` columns, smoothed with an exponential mean of `weight` (0 is none,
 * as in TensorBoard). Every point from the start of the series is smoothed before columns are made, so that the curve
 * does not depend on the size of the terminal (tensorboard#1518). The mean is divided by its own weights, so that it
 * does not start at zero (Adam, Kingma and Ba 2015, section 3). Minimum and maximum stay those of the raw points.
 */
export function seriesBuckets(series: Series, from: number, to: number, width: number, weight: number): Bucket[] {
  if (weight <= 0) return columnsOf(series, from, to, width);
  const smooth = createSmoother(weight);
  const out: Bucket[] = [];
  const step = (to - from) / Math.max(1, width);
  let column = -1;
  let open: { from: number; to: number; count: number; sum: number; min: number; max: number } | null = null;
  const close = () => {
    if (open !== null) out.push({ ...open, finite: open.count, mean: open.sum / open.count });
    open = null;
  };
  const add = (start: number, end: number, mean: number, min: number, max: number, points: number) => {
    if (!Number.isFinite(mean)) return;
    const value = smooth(mean, points);
    if (end < from || start > to) return;
    const index = step > 0 ? Math.floor(((start + end) / 2 - from) / step) : 0;
    if (index !== column) close();
    column = index;
    open ??= { from: start, to: end, count: 0, sum: 0, min, max };
    open.to = end;
    open.count++;
    open.sum += value;
    open.min = Math.min(open.min, min);
    open.max = Math.max(open.max, max);
  };
  for (const bucket of series.buckets)
    add(bucket.from, bucket.to, bucket.mean, bucket.min, bucket.max, Math.max(1, bucket.finite));
  for (let index = 0; index < series.size; index++) {
    const x = series.x[index]!;
    const y = series.y[index]!;
    add(x, x, y, y, y, 1);
  }
  close();
  return out;
}

/**
 * Returns the point of a series nearest to an x; in its older part, the mean of the bucket there. Null for an empty
 * series.
 */
export function nearestPoint(series: Series, x: number): { readonly x: number; readonly y: number } | null {
  let best: { x: number; y: number } | null = null;
  const consider = (at: number, y: number) => {
    if (best === null || Math.abs(at - x) <= Math.abs(best.x - x)) best = { x: at, y };
  };
  for (const { from, to, mean } of series.buckets) consider(Math.min(to, Math.max(from, x)), mean);
  for (let index = 0; index < series.size; index++) consider(series.x[index]!, series.y[index]!);
  return best;
}

/** Puts buckets into `width` columns between two x. Columns between two known ones stay NaN. */
export function placeColumns(buckets: readonly Bucket[], from: number, to: number, width: number): PlotColumns {
  const columns = {
    mean: new Float64Array(width).fill(Number.NaN),
    low: new Float64Array(width).fill(Number.NaN),
    high: new Float64Array(width).fill(Number.NaN),
  };
  const weights = new Float64Array(width);
  for (const { from: start, to: end, finite, min, mean, max } of buckets) {
    if (finite === 0 || !Number.isFinite(mean)) continue;
    const column = columnOf((start + end) / 2, from, to, width);
    if (column === null) continue;
    const before = weights[column]!;
    weights[column] = before + finite;
    columns.mean[column] = before === 0 ? mean : (columns.mean[column]! * before + mean * finite) / (before + finite);
    columns.low[column] = before === 0 ? min : Math.min(columns.low[column]!, min);
    columns.high[column] = before === 0 ? max : Math.max(columns.high[column]!, max);
  }
  return columns;
}

/** Returns the column of an x, or null when it lies outside. */
export function columnOf(x: number, from: number, to: number, width: number): number | null {
  if (width < 1 || !(x >= from && x <= to)) return null;
  if (to <= from) return 0;
  return Math.min(width - 1, Math.floor(((x - from) / (to - from)) * width));
}

/** Joins known columns by straight lines; null when none is known. */
export function bridged(values: Float64Array): { readonly start: number; readonly values: number[] } | null {
  const start = values.findIndex(Number.isFinite);
  if (start === -1) return null;
  const out: number[] = [];
  let last = start;
  for (let column = start; column < values.length; column++) {
    const value = values[column]!;
    if (!Number.isFinite(value)) continue;
    const rise = (value - values[last]!) / Math.max(1, column - last);
    for (let step = 1; step < column - last; step++) out.push(values[last]! + rise * step);
    out.push(value);
    last = column;
  }
  return { start, values: out };
}

/** Returns an exponential mean that takes `points` equal values at once and is divided by the weights it has taken. */
function createSmoother(weight: number): (value: number, points: number) => number {
  let mean = 0;
  let taken = 0;
  return (value, points) => {
    const kept = weight ** points;
    mean = mean * kept + value * (1 - kept);
    taken = taken * kept + (1 - kept);
    return mean / taken;
  };
}
