import { sideBySide } from '../../../src/advisor/group/sideBySide.ts';
import { randomFrom, shuffled } from '../random.ts';
import type { GroupTest } from './groupTests.ts';
import type { CorpusGroup, CorpusGroupRun } from './readGroups.ts';

/** What a test comes to in a group: means over the sets that are drawn of it. */
export interface GroupMeans {
  readonly repository: string;
  readonly saved: number;
  /** The best of all less the best that was kept. */
  readonly regret: number;
  /** Share of sets that lose more than half a point. */
  readonly lost: number;
}

/** A group as it is gone through: the sets of runs that stand for it. */
export interface DrawnGroup {
  readonly repository: string;
  readonly sets: readonly (readonly CorpusGroupRun[])[];
}

/** Of each group so many sets of four, drawn by a seed; one that has no more is its own. */
export function setsOfFour(groups: readonly CorpusGroup[], draws = 20): readonly DrawnGroup[] {
  return groups.map(({ repository, runs }) => {
    const random = randomFrom(7);
    const sets = Array.from({ length: runs.length <= 4 ? 1 : draws }, () => shuffled(runs, random).slice(0, 4));
    return { repository, sets };
  });
}

/** All runs of each group. */
export function wholeGroups(groups: readonly CorpusGroup[]): readonly DrawnGroup[] {
  return groups.map(({ repository, runs }) => ({ repository, sets: [runs] }));
}

export function outcomeOf({ repository, sets }: DrawnGroup, { testFor }: GroupTest): GroupMeans {
  const outcomes = sets.map((runs) => {
    const { saved, best, kept } = sideBySide(runs, testFor(runs));
    const regret = (best ?? 0) - (kept ?? 0);
    return { saved, regret, lost: regret > mostLost + rounding ? 1 : 0 };
  });
  const mean = (of: (outcome: (typeof outcomes)[number]) => number) =>
    outcomes.reduce((sum, outcome) => sum + of(outcome), 0) / outcomes.length;
  return {
    repository,
    saved: mean(({ saved }) => saved),
    regret: mean(({ regret }) => regret),
    lost: mean(({ lost }) => lost),
  };
}

/** Half a point of mAP. */
const mostLost = 0.005;
const rounding = 1e-9;

/** Every group counts the same. */
export function meanOf(means: readonly GroupMeans[]): Omit<GroupMeans, 'repository'> {
  const mean = (of: (each: GroupMeans) => number) => means.reduce((sum, each) => sum + of(each), 0) / means.length;
  return { saved: mean(({ saved }) => saved), regret: mean(({ regret }) => regret), lost: mean(({ lost }) => lost) };
}

/** The 95 % interval of the mean saving and of the share that is lost, over groups drawn with replacement. */
export function bootstrapped(means: readonly GroupMeans[]): { readonly saved: Interval; readonly lost: Interval } {
  const random = randomFrom(1);
  const drawn = Array.from({ length: 2000 }, () =>
    meanOf(Array.from(means, () => means[Math.floor(random() * means.length)]!)),
  );
  const interval = (values: readonly number[]): Interval => {
    const sorted = values.toSorted((one, other) => one - other);
    return [sorted[Math.floor(0.025 * sorted.length)]!, sorted[Math.floor(0.975 * sorted.length)]!];
  };
  return { saved: interval(drawn.map(({ saved }) => saved)), lost: interval(drawn.map(({ lost }) => lost)) };
}

export type Interval = readonly [low: number, high: number];
