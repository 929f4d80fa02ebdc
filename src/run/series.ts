/**
 * A metric over iterations or epochs whose memory is bounded however long the run: the recent part is exact, what is
 * older is kept as buckets of minimum, mean and maximum. x never falls; going back (a resume) is `rewind`.
 */
export interface Series {
  /** How many points were put in and not rewound. */
  count: number;
  /** Exact recent points. */
  x: Float64Array;
  y: Float64Array;
  size: number;
  /** Older points, `bucketPoints` of them to a bucket. */
  buckets: Bucket[];
  bucketPoints: number;
}

/**
 * Some neighbouring points in one. `count` is of all points, the statistics are of the finite ones (NaN when there are
 * none).
 */
export interface Bucket {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly finite: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/**
 * Exact points kept before the older half is folded into buckets: enough for every chart and every test of the advisor.
 */
const exactPoints = 8192;
/** Buckets kept before neighbours are merged: more than the widest terminal has braille columns. */
const maxBuckets = 2048;

/** Initial capacity: enough for the epochs of most trainings. */
const firstRoom = 64;

const firstBucketPoints = 4;

export function createSeries(): Series {
  // Both in one: it is the memory that costs, and a log of many short trainings takes a lot of it.
  const room = new Float64Array(2 * firstRoom).buffer;
  const x = new Float64Array(room, 0, firstRoom);
  const y = new Float64Array(room, x.byteLength, firstRoom);
  return { count: 0, x, y, size: 0, buckets: [], bucketPoints: firstBucketPoints };
}

/** Takes every point out; the room that they had stays. */
export function clear(series: Series): void {
  series.count = 0;
  series.size = 0;
  series.buckets = [];
  series.bucketPoints = firstBucketPoints;
}

/** Adds a point. An x at or before the last one is a repeat: what lies at or beyond it goes first. */
export function append(series: Series, x: number, y: number): void {
  if (series.size > 0 && x <= series.x[series.size - 1]!) rewind(series, x);
  if (series.size === series.x.length) makeRoom(series);
  series.x[series.size] = x;
  series.y[series.size] = y;
  series.size++;
  series.count++;
}

/**
 * Forgets every point at or beyond x: a resumed training adds them again. A bucket that x falls into keeps its
 * statistics up to there.
 */
export function rewind(series: Series, x: number): void {
  let size = series.size;
  while (size > 0 && series.x[size - 1]! >= x) size--;
  series.count -= series.size - size;
  series.size = size;
  if (size > 0) return;
  while (series.buckets.length > 0 && series.buckets.at(-1)!.to >= x) {
    const bucket = series.buckets.pop()!;
    series.count -= bucket.count;
    if (bucket.from < x) {
      const share = (x - bucket.from) / (bucket.to - bucket.from);
      const count = Math.max(1, Math.round(bucket.count * share));
      series.buckets.push({
        ...bucket,
        to: x - 1 > bucket.from ? x - 1 : bucket.from,
        count,
        finite: Math.min(count, bucket.finite),
      });
      series.count += count;
      break;
    }
  }
}

/** The last point, or null when there is none. */
export function lastPoint(series: Series): { x: number; y: number } | null {
  if (series.size > 0) return { x: series.x[series.size - 1]!, y: series.y[series.size - 1]! };
  const bucket = series.buckets.at(-1);
  return bucket === undefined ? null : { x: bucket.to, y: bucket.mean };
}

/** Where the series begins and ends, or null when it is empty. */
export function extent(series: Series): { from: number; to: number } | null {
  const last = lastPoint(series);
  if (last === null) return null;
  return { from: series.buckets[0]?.from ?? series.x[0]!, to: last.x };
}

/**
 * The series between two x as at most `columns` buckets of equal width, for drawing: no spike is lost, because minimum
 * and maximum come along. A column without a point is left out. Fewer points than columns come back as one bucket each.
 */
export function columnsOf(series: Series, from: number, to: number, columns: number): Bucket[] {
  const width = Math.max(1, Math.floor(columns));
  const span = to - from;
  const out: Bucket[] = [];
  let column = -1;
  let open: Bucket | null = null;
  const put = (bucket: Bucket) => {
    const index =
      span > 0 ? Math.min(width - 1, Math.floor((((bucket.from + bucket.to) / 2 - from) / span) * width)) : 0;
    if (open !== null && index === column) {
      open = mergeBuckets(open, bucket);
      return;
    }
    if (open !== null) out.push(open);
    open = bucket;
    column = index;
  };
  for (const bucket of series.buckets) if (bucket.to >= from && bucket.from <= to) put(bucket);
  for (let index = firstAtOrAfter(series, from); index < series.size && series.x[index]! <= to; index++) {
    put(pointBucket(series.x[index]!, series.y[index]!));
  }
  if (open !== null) out.push(open);
  return out;
}

/**
 * The exact recent points, oldest first: at least the last 4096 of the series, or all of it. The arrays are views: do
 * not keep them.
 */
export function recentPoints(series: Series): { x: Float64Array; y: Float64Array } {
  return { x: series.x.subarray(0, series.size), y: series.y.subarray(0, series.size) };
}

function firstAtOrAfter(series: Series, x: number): number {
  let low = 0;
  let high = series.size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (series.x[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function makeRoom(series: Series): void {
  if (series.size < exactPoints) {
    series.x = grown(series.x);
    series.y = grown(series.y);
    return;
  }
  const half = exactPoints / 2;
  for (let start = 0; start < half; start += series.bucketPoints) {
    series.buckets.push(foldPoints(series, start, Math.min(half, start + series.bucketPoints)));
  }
  series.x.copyWithin(0, half, series.size);
  series.y.copyWithin(0, half, series.size);
  series.size -= half;
  if (series.buckets.length > maxBuckets) halveBuckets(series);
}

function grown(values: Float64Array): Float64Array {
  const larger = new Float64Array(Math.min(exactPoints, values.length * 4));
  larger.set(values);
  return larger;
}

function halveBuckets(series: Series): void {
  const merged: Bucket[] = [];
  for (let index = 0; index < series.buckets.length; index += 2) {
    const left = series.buckets[index]!;
    const right = series.buckets[index + 1];
    merged.push(right === undefined ? left : mergeBuckets(left, right));
  }
  series.buckets = merged;
  series.bucketPoints = Math.min(exactPoints / 2, series.bucketPoints * 2);
}

function foldPoints(series: Series, start: number, end: number): Bucket {
  let finite = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let index = start; index < end; index++) {
    const y = series.y[index]!;
    if (!Number.isFinite(y)) continue;
    finite++;
    sum += y;
    if (y < min) min = y;
    if (y > max) max = y;
  }
  const empty = finite === 0;
  return {
    from: series.x[start]!,
    to: series.x[end - 1]!,
    count: end - start,
    finite,
    min: empty ? Number.NaN : min,
    mean: empty ? Number.NaN : sum / finite,
    max: empty ? Number.NaN : max,
  };
}

function pointBucket(x: number, y: number): Bucket {
  const finite = Number.isFinite(y);
  const value = finite ? y : Number.NaN;
  return { from: x, to: x, count: 1, finite: finite ? 1 : 0, min: value, mean: value, max: value };
}

function mergeBuckets(left: Bucket, right: Bucket): Bucket {
  const count = left.count + right.count;
  if (left.finite === 0) return { ...right, from: left.from, count };
  if (right.finite === 0) return { ...left, to: right.to, count };
  const finite = left.finite + right.finite;
  return {
    from: left.from,
    to: right.to,
    count,
    finite,
    min: Math.min(left.min, right.min),
    mean: (left.mean * left.finite + right.mean * right.finite) / finite,
    max: Math.max(left.max, right.max),
  };
}
