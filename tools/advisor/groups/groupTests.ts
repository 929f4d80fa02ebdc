import { type GroupPoint, pointAt } from '../../../src/advisor/group/groupPoints.ts';
import type { GroupRun, OutrunRule } from '../../../src/advisor/group/outrun.ts';
import { outrunTest, type StopTest } from '../../../src/advisor/group/sideBySide.ts';
import type { CorpusGroupRun } from './readGroups.ts';

/** A way to stop runs of a group, made anew for each group that it goes through. */
export interface GroupTest {
  readonly name: string;
  readonly testFor: (runs: readonly CorpusGroupRun[]) => StopTest;
}

/** The rules that people use between runs, and the advice for each run alone. One is always kept. */
export const groupBaselines: readonly GroupTest[] = [
  { name: 'each alone, balanced', testFor: eachAlone },
  { name: 'median stopping (Vizier) from 0.2', testFor: () => medianStopping(0.2) },
  { name: 'median of the bests (Optuna) from 0.2', testFor: () => belowTheMedian(0.2) },
  ...[
    [0.25, 0.5],
    [0.125, 0.25, 0.5],
  ].map((rungs) => ({ name: `successive halving at ${rungs.join(', ')}`, testFor: () => halving(rungs, Math.ceil) })),
  { name: 'ASHA, a quarter of each rung at .0625, .25', testFor: () => asha([0.0625, 0.25], 4) },
  { name: "Vizier's curve rule: forecast under the best", testFor: () => underTheBest },
];

/** The rule that is fitted. */
export function outrunBy(rule: OutrunRule, keep = 1): GroupTest {
  return { name: 'outrun', testFor: () => outrunTest(rule, keep) };
}

function eachAlone(runs: readonly CorpusGroupRun[]): StopTest {
  const until = new Map(runs.map(({ run, aloneUntil }) => [run, aloneUntil]));
  return (group, run) => lastOf(group, run).share >= until.get(run)!;
}

/**
 * A run is stopped when its best is below the median of the running means of the others. Source: Golovin and others
 * 2017, Google Vizier, 3.2.2.
 */
function medianStopping(from: number): StopTest {
  const sums = new Map<string, { seen: number; sum: number; count: number }>();
  return (group, run) => {
    const { share, best } = lastOf(group, run);
    const means = group.filter((each) => each.run !== run).flatMap((each) => meanUpTo(each, share, sums));
    if (share < from || means.length === 0 || leads(group, run)) return false;
    return best < medianOf(means);
  };
}

/** The same against the median of the bests of all. Source: Optuna, MedianPruner. */
function belowTheMedian(from: number): StopTest {
  return (group, run) => {
    const { share, best } = lastOf(group, run);
    const bests = group.flatMap(({ points }) => pointAt(points, share)?.best ?? []);
    return share >= from && best < medianOf(bests);
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function meanUpTo(
  { run, points }: GroupRun,
  share: number,
  sums: Map<string, { seen: number; sum: number; count: number }>,
): number[] {
  const known = sums.get(run) ?? { seen: 0, sum: 0, count: 0 };
  sums.set(run, known);
  for (; known.seen < points.length && points[known.seen]!.share <= share; known.seen++) {
    known.sum += points[known.seen]!.level;
    known.count++;
  }
  return known.count === 0 ? [] : [known.sum / known.count];
}

/**
 * At each rung the better half goes on. Source: Jamieson, Talwalkar 2016, Non-stochastic Best Arm Identification and
 * Hyperparameter Optimization.
 */
function halving(rungs: readonly number[], rounded: (value: number) => number): StopTest {
  return (group, run) => {
    const { share } = lastOf(group, run);
    const times = rungs.filter((rung) => share >= rung).length;
    return times > 0 && rankOf(group, run) >= Math.max(1, rounded(group.length / 2 ** times));
  };
}

/**
 * Of each rung the best 1/eta go on, rounded down. Source: Li and others 2020, A System for Massively Parallel
 * Hyperparameter Tuning; all runs reach a rung at the same time here.
 */
function asha(rungs: readonly number[], eta: number): StopTest {
  return (group, run) => {
    const { share } = lastOf(group, run);
    const times = rungs.filter((rung) => share >= rung).length;
    return times > 0 && rankOf(group, run) >= Math.max(1, Math.floor(group.length / eta ** times));
  };
}

/** Stopped when it will hardly be better than the best so far: the top of its 80 % forecast is below that. */
const underTheBest: StopTest = (group, run) => {
  const { high, share } = lastOf(group, run);
  const best = Math.max(...group.flatMap(({ points }) => pointAt(points, share)?.best ?? []));
  return high !== null && high < best;
};

function lastOf(group: readonly GroupRun[], run: string): GroupPoint {
  return group.find((each) => each.run === run)!.points.at(-1)!;
}

function leads(group: readonly GroupRun[], run: string): boolean {
  return rankOf(group, run) === 0;
}

/** Among those that go on, counted from 0. */
function rankOf(group: readonly GroupRun[], run: string): number {
  const own = lastOf(group, run);
  return group.filter((each) => {
    const best = each.run === run || each.state === 'out' ? undefined : pointAt(each.points, own.share)?.best;
    return best !== undefined && (best > own.best || (best === own.best && each.run < run));
  }).length;
}
