import { type GroupPoint, pointAt } from './groupPoints.ts';

/** A run of a group, as far as the others have to know it. */
export interface GroupRun {
  /** Of all names in the group only this one has it. */
  readonly run: string;
  /** Where it stood by share of its plan, oldest first. */
  readonly points: readonly GroupPoint[];
  /**
   * `running`: it may still get better. `done`: it has ended with its plan done, so that its best counts. `out`: it was
   * outrun, has failed or was stopped; its best counts, and it gets no better.
   */
  readonly state: 'running' | 'done' | 'out';
}

/** Why a run of a group need not go on. */
export interface Outrun {
  /** The run that it cannot pass, and the best of that one so far. */
  readonly leader: string;
  readonly leaderBest: number;
  /** How far the run is behind it at an equal share of their plans, in mAP. */
  readonly behind: number;
  /** The share of the plan at which they are compared, 0..1. */
  readonly share: number;
  /** The chance that it still ends in front of the leader. */
  readonly odds: number;
}

/** When a run counts as outrun. All are chosen by `npm run advisor:fit`: see docs/advisor.md. */
export interface OutrunRule {
  /** No run is judged before this share of its plan. */
  readonly from: number;
  /** From each of these shares on, half of those are enough that were enough before, and never fewer than two. */
  readonly halvings: readonly number[];
  /** From this share on, one is enough. */
  readonly lastFrom: number;
  /** A run that is not needed by these numbers is outrun when it is this far behind: see `distanceOf`. */
  readonly far: number;
  /** Of the last two one is outrun when it is this far behind. */
  readonly farLast: number;
  /** While more than two are left, a run this far behind is outrun whatever the numbers. */
  readonly farSure: number;
  /** A run that is outrun stays so until it is nearer than this part of what it took. */
  readonly leaveFactor: number;
  /** The odds: logit = intercept + slope x logarithm of the distance + share x share of the plan. */
  readonly odds: { readonly intercept: number; readonly slope: number; readonly share: number };
}

/**
 * Whether a run of a group is outrun by now; null while it is not. Pure: it knows the runs by their points alone, and
 * of each none past the share of the plan at which `run` is, apart from what siblings have reached further on, which
 * counts as reached. The leader is never outrun, nor one of the last `keep`. `isOut`: it was outrun before.
 */
export function outrunOf(
  group: readonly GroupRun[],
  run: string,
  rule: OutrunRule,
  { keep, isOut = false }: { readonly keep: number; readonly isOut?: boolean },
): Outrun | null {
  const self = group.find((each) => each.run === run);
  const last = self?.points.at(-1);
  if (self === undefined || last === undefined || last.high === null || last.share < rule.from - rounding) return null;
  if (leadsGroup(group, run)) return null;
  const abreast = abreastAt(group, last.share);
  const leader = abreast[0]!;
  const left = abreast.filter((each) => each.run === run || each.state !== 'out');
  if (left.length <= keep) return null;
  const distance = distanceOf(last, leader.point, left);
  if (distance === null) return null;
  const share = last.share;
  const outrun: Outrun = {
    leader: leader.run,
    leaderBest: leader.points.at(-1)!.best,
    behind: leader.point.best - last.best,
    share,
    odds: oddsOf(distance, share, rule),
  };
  const far = left.length <= 2 ? rule.farLast : rule.far;
  if (isOut) return distance >= rule.leaveFactor * far ? outrun : null;
  if (left.length > 2 && distance >= rule.farSure) return outrun;
  const rank = left.toSorted(byLevel).findIndex((each) => each.run === run);
  return rank >= enoughAt(group.length, share, rule) && distance >= far ? outrun : null;
}

/** Whether a run leads at its share of the plan, or has the best of all so far. One that is alone leads nobody. */
export function leadsGroup(group: readonly GroupRun[], run: string): boolean {
  const share = group.find((each) => each.run === run)?.points.at(-1)?.share;
  if (share === undefined || group.length < 2) return false;
  return abreastAt(group, share)[0]?.run === run || bestOf(group) === run;
}

interface Abreast extends GroupRun {
  readonly point: GroupPoint;
}

/** The runs where they stood at a share of the plan, the best first. Who was not heard of so early is left out. */
function abreastAt(group: readonly GroupRun[], share: number): readonly Abreast[] {
  return group
    .map((each) => ({ ...each, point: pointAt(each.points, share) }))
    .filter((each): each is Abreast => each.point !== null)
    .toSorted(inOrder);
}

/**
 * How far a run is behind the leader at an equal share of their plans, in units of what the runs of the group are still
 * expected to gain: the mean distance from the best of each to the top of its forecast. Three fifths of the distance
 * are that of their bests, two fifths that of their latest levels, so that one lucky evaluation does not decide; nearly
 * half a point is added because a run that ends less than that in front is not missed. Null where nothing is forecast.
 */
export function distanceOf(
  own: GroupPoint,
  leader: GroupPoint,
  left: readonly { readonly point: GroupPoint }[],
): number | null {
  const gains = left.flatMap(({ point }) => (point.high === null ? [] : [point.high - point.best]));
  if (gains.length === 0) return null;
  const expected = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  return (standingOf(leader) - standingOf(own) + notMissed) / (expected + leastGain);
}

/** The chance that a run this far behind still ends in front. */
export function oddsOf(distance: number, share: number, { odds }: Pick<OutrunRule, 'odds'>): number {
  const logit = odds.intercept + odds.slope * Math.log(Math.max(leastGain, distance)) + odds.share * share;
  return 1 / (1 + Math.exp(-logit));
}

/** How many runs of a group are enough at a share of the plan. */
export function enoughAt(runs: number, share: number, { halvings, lastFrom }: OutrunRule): number {
  if (share >= lastFrom - rounding) return 1;
  const times = halvings.filter((from) => share >= from - rounding).length;
  return Math.max(2, Math.ceil(runs / 2 ** times - rounding));
}

/** How much the level counts against the best. Chosen by cross-validation, as the distance itself. */
const levelWeight = 0.4;
/** A little under half a point of mAP, which is the loss that the promise is about. */
const notMissed = 0.004;
/** Keeps the quotient finite where nothing more is expected. */
const leastGain = 0.002;
/** Shares are quotients. */
const rounding = 1e-9;

function standingOf({ best, level }: GroupPoint): number {
  return best + levelWeight * (level - best);
}

function bestOf(group: readonly GroupRun[]): string | null {
  const known = group.filter(({ points }) => points.length > 0);
  return (
    known.toSorted((one, other) => other.points.at(-1)!.best - one.points.at(-1)!.best || byName(one, other))[0]?.run ??
    null
  );
}

function inOrder(one: Abreast, other: Abreast): number {
  return other.point.best - one.point.best || byName(one, other);
}

function byLevel(one: Abreast, other: Abreast): number {
  return standingOf(other.point) - standingOf(one.point) || byName(one, other);
}

/** Of equals one has to be first, whatever the order in which they were told. */
function byName(one: GroupRun, other: GroupRun): number {
  return one.run < other.run ? -1 : one.run > other.run ? 1 : 0;
}
