import { theilSenSlope } from './theilSen.ts';
import { windowOf } from './window.ts';

/** What a loss does, free of its scale: everything is in its logarithm. NaN where there are too few readings. */
export interface LossStats {
  /** Change of the logarithm per plan (1 = the length of the planned training) over the last 20 % of the plan. */
  readonly slope: number;
  /** Logarithm of the smoothed loss over the least it has been. */
  readonly rise: number;
}

/** Reads losses 0..`index`; the slope is of the readings `from`..`index`. */
export function lossStatsOf(
  progress: readonly number[],
  losses: readonly (number | null)[],
  from: number,
  index: number,
  planned: number,
): LossStats {
  const logarithms = losses.slice(from, index + 1).map((loss) => (loss !== null && loss > 0 ? Math.log(loss) : null));
  const window = windowOf(progress.slice(from, index + 1), logarithms, 0, index - from, maxPoints);
  return {
    slope: window.x.length >= minPoints ? theilSenSlope(window.x, window.y) : Number.NaN,
    rise: riseOf(losses, index, 2 * Math.max(1, Math.round(Math.min(12, 0.025 * planned))) + 1),
  };
}

const maxPoints = 32;
const minPoints = 4;

function riseOf(losses: readonly (number | null)[], index: number, width: number): number {
  const known: number[] = [];
  for (let at = 0; at <= index; at++) {
    const loss = losses[at] ?? null;
    if (loss !== null && loss > 0) known.push(loss);
  }
  let now = Number.NaN;
  let least = Number.POSITIVE_INFINITY;
  for (let end = minSmoothed; end <= known.length; end++) {
    now = meanOf(known, Math.max(0, end - width), end);
    least = Math.min(least, now);
  }
  return Math.log(now / least);
}

const minSmoothed = 3;

/** Summed afresh each time: a running sum would keep the rounding of one huge loss for ever. */
function meanOf(values: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += values[at]!;
  return sum / (to - from);
}
