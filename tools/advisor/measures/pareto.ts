/** What a setting of a rule costs and saves on average. */
export interface Trade {
  readonly regret: number;
  readonly saving: number;
}

/** Regret up to which a saving is of interest: two mAP points. */
export const maxRegret = 0.02;

/**
 * The mean saving over mean regrets from 0 to two points that the settings of a rule reach: the area under the line
 * through those that no other beats in both, from (0, 0) on, over its width.
 */
export function paretoArea(trades: readonly Trade[]): number {
  const front = paretoFront(trades);
  let area = 0;
  for (let at = 1; at < front.length; at++) {
    const [from, to] = [front[at - 1]!, front[at]!];
    if (from.regret >= maxRegret) break;
    const end = Math.min(maxRegret, to.regret);
    const slope = to.regret > from.regret ? (to.saving - from.saving) / (to.regret - from.regret) : 0;
    area += (end - from.regret) * (from.saving + (slope * (end - from.regret)) / 2);
  }
  const last = front.at(-1)!;
  if (last.regret < maxRegret) area += (maxRegret - last.regret) * last.saving;
  return area / maxRegret;
}

function paretoFront(trades: readonly Trade[]): readonly Trade[] {
  const front: Trade[] = [{ regret: 0, saving: 0 }];
  const ordered = trades.toSorted((one, other) => one.regret - other.regret || one.saving - other.saving);
  for (const trade of ordered) {
    if (trade.saving > front.at(-1)!.saving) front.push(trade);
  }
  return front;
}
