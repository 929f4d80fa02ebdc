import type { Run } from '../run/run.ts';
import { recentPoints, type Series } from '../run/series.ts';
import { number } from '../words/number.ts';
import type { MachineWarning } from './machineWarnings.ts';

/** The share of a step that was spent waiting for data, as the trainer printed it of late; null where it does not. */
export function dataShare({ series }: Run): number | null {
  const shares = series.get('dataShare');
  return shares === undefined ? null : median(recentValues(shares, readings.iteration));
}

/**
 * Returns what the trainer's own times show: that it waits for its data, or that it has become far slower than at the
 * beginning. Findings, never a reason to stop. Pure.
 */
export function paceWarnings(run: Run): readonly MachineWarning[] {
  return [waits(run), hasSlowedDown(run)].filter((warning) => warning !== null);
}

/** Readings whose median counts: the times of single steps vary, also with the image size, which many trainers vary. */
const readings = { iteration: 60, epoch: 5 } as const;
/** Below this share a faster loader gains little. */
const muchWaiting = 0.2;

function waits(run: Run): MachineWarning | null {
  const share = dataShare(run);
  if (share === null || share < muchWaiting) return null;
  return {
    kind: 'waits-for-data',
    urgency: 'look',
    text: `It waits for data ${Math.round(share * 100)} % of each step (data_time). Try more loader workers, images cached in memory, a faster disk, or a larger batch.`,
  };
}

/** The first readings hold the warm-up: memory is allocated, kernels are tried, caches are empty. */
const warmUp = 2;
/** At most this share of the speed of the first minutes is far below it: evaluations and large images explain less. */
const farBelow = 0.6;

function hasSlowedDown(run: Run): MachineWarning | null {
  const seconds = run.series.get('seconds');
  const length = readings[run.axis];
  if (seconds === undefined || seconds.count < 2 * length + warmUp) return null;
  const first = median(firstValues(seconds, length));
  const now = median(recentValues(seconds, length));
  if (first === null || now === null || first <= 0 || first / now > farBelow) return null;
  const { speeds, unit } = speedsOf(run, [first, now]);
  return {
    kind: 'slower',
    urgency: 'look',
    text: `It makes ${speeds[1]} ${unit}, in the first minutes ${speeds[0]}. See whether something else uses the GPU, the CPU or the disk, whether it is hot, and whether loader workers died.`,
  };
}

/** Returns speeds in images a second where images are counted, else in steps. */
function speedsOf(
  { axis, images, iterations }: Run,
  seconds: readonly number[],
): { readonly speeds: readonly string[]; readonly unit: string } {
  const write = (amount: number) => seconds.map((value) => number(Number((amount / value).toPrecision(2))));
  if (axis === 'epoch') return { speeds: write(3600), unit: 'epochs an hour' };
  if (images === null || iterations === null) return { speeds: write(1), unit: 'iterations/s' };
  return { speeds: write(images / iterations.last), unit: 'images/s' };
}

/** The earliest values after the warm-up: the mean of a bucket where single ones are not kept any more. */
function firstValues({ buckets, y }: Series, length: number): number[] {
  const bucket = buckets[1] ?? buckets[0];
  return bucket === undefined ? Array.from(y.subarray(warmUp, warmUp + length)) : [bucket.mean];
}

function recentValues(series: Series, length: number): number[] {
  return Array.from(recentPoints(series).y.subarray(-length));
}

function median(values: readonly number[]): number | null {
  const finite = values.filter(Number.isFinite).toSorted((one, other) => one - other);
  return finite[finite.length >> 1] ?? null;
}
