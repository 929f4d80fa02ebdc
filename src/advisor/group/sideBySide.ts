import { pointAt, type GroupPoint } from './groupPoints.ts';
import { type GroupRun, type Outrun, outrunOf, type OutrunRule } from './outrun.ts';

/** A run that has ended, with all its points. */
export interface FinishedRun {
  readonly run: string;
  readonly points: readonly GroupPoint[];
  /** What its whole plan costs, in a unit that the group shares. */
  readonly cost: number;
  /** The share of its plan that it has trained, 0..1. */
  readonly trained: number;
}

/** What following the advice between the runs of a group would have come to. */
export interface GroupOutcome {
  /** Of the cost of all that they have trained, how much would not have been spent, 0..1. */
  readonly saved: number;
  /** The best of all runs, and the best that was reached before they were stopped. Null where there is none. */
  readonly best: number | null;
  readonly kept: number | null;
  /** In the order in which they were stopped. */
  readonly stopped: readonly StoppedRun[];
}

export interface StoppedRun {
  readonly run: string;
  /** The share of its plan that it had done, 0..1. */
  readonly at: number;
  readonly outrun: Outrun | null;
}

/** Says of one run of a group, as the group is at a moment, whether it is to be stopped. */
export type StopTest = (group: readonly GroupRun[], run: string) => Outrun | boolean | null;

/** The rule that is shipped, as `sideBySide` asks it. */
export function outrunTest(rule: OutrunRule, keep: number): StopTest {
  return (group, run) => outrunOf(group, run, rule, { keep });
}

/**
 * Goes through runs that have ended as if they were trained side by side, all at the same share of their plans, and
 * stops each as soon as the test says so. Of those that are judged at the same share the worst comes first, and is out
 * for those after it. No test sees a point before its share has come.
 */
export function sideBySide(runs: readonly FinishedRun[], test: StopTest): GroupOutcome {
  const stopped: StoppedRun[] = [];
  const shown = runs.map(({ run }): Shown => ({ run, points: [], state: 'running' }));
  for (const moment of momentsOf(runs)) {
    const goingOn = moment.filter(({ index }) => shown[index]!.state === 'running');
    for (const { index, point } of goingOn) shown[index]!.points.push(point);
    for (const { index, point } of goingOn) {
      const self = shown[index]!;
      const outrun = point.share >= 1 ? null : test(shown, self.run);
      if (outrun === null || outrun === false) continue;
      self.state = 'out';
      stopped.push({ run: self.run, at: point.share, outrun: outrun === true ? null : outrun });
    }
  }
  return { ...costOf(runs, stopped), stopped };
}

interface Shown extends GroupRun {
  readonly points: GroupPoint[];
  state: GroupRun['state'];
}

interface RunPoint {
  readonly index: number;
  readonly point: GroupPoint;
}

/** The points of all runs by their share; of one share the worst first. */
function momentsOf(runs: readonly FinishedRun[]): readonly (readonly RunPoint[])[] {
  const all = runs.flatMap(({ points }, index) => points.map((point) => ({ index, point })));
  const moments = Map.groupBy(all, ({ point }) => Math.round(point.share / rounding));
  return [...moments]
    .toSorted(([one], [other]) => one - other)
    .map(([, moment]) =>
      moment.toSorted(
        (one, other) => one.point.best - other.point.best || (runs[one.index]!.run < runs[other.index]!.run ? 1 : -1),
      ),
    );
}

/** Shares are quotients: these are the same. */
const rounding = 1e-9;

function costOf(runs: readonly FinishedRun[], stopped: readonly StoppedRun[]): Omit<GroupOutcome, 'stopped'> {
  const stops = new Map(stopped.map(({ run, at }) => [run, at]));
  const all = runs.reduce((sum, { cost, trained }) => sum + cost * trained, 0);
  const spared = runs.reduce(
    (sum, { run, cost, trained }) => sum + cost * (trained - Math.min(trained, stops.get(run) ?? 1)),
    0,
  );
  const bests = runs.flatMap(({ points }) => points.at(-1)?.best ?? []);
  const keptBests = runs.flatMap(({ run, points }) => pointAt(points, stops.get(run) ?? 1)?.best ?? []);
  return {
    saved: all > 0 ? spared / all : 0,
    best: bests.length === 0 ? null : Math.max(...bests),
    kept: keptBests.length === 0 ? null : Math.max(...keptBests),
  };
}
