import { groupRule } from '../../advisor/group/groupRule.ts';
import { type GroupRun, outrunOf } from '../../advisor/group/outrun.ts';
import { keptRuns } from '../../monitor/others/outrunFacts.ts';
import { areComparableRemotely } from '../../runs/group/comparisonKey.ts';
import type { GroupProgress, GroupUpdate } from '../../runs/group/groupUpdate.ts';
import type { Member } from '../member.ts';

/** A named group with runs on several machines. */
export interface DistributedGroup {
  readonly runs: GroupUpdate['runs'];
  /** By machine with a live run, the key of the first such run: updates are addressed to it. */
  readonly recipients: ReadonlyMap<string, string>;
  /** Every machine with a live run can be reached. */
  readonly isReachable: boolean;
}

/** The distributed groups that have a live run, by name. Pure. */
export function distributedGroups(members: readonly Member[]): ReadonlyMap<string, DistributedGroup> {
  const groups = Map.groupBy(members.filter(hasProgress), ({ group }) => group ?? '');
  return new Map(
    [...groups].flatMap(([name, runs]) => {
      const machines = new Set(runs.map(machineOf));
      const live = runs.filter(({ isLive }) => isLive);
      if (name === '' || machines.size < 2 || live.length === 0 || runs.length > maxRuns) return [];
      const recipients = new Map(live.toReversed().map((member) => [machineOf(member), member.key]));
      const isReachable = live.every(({ away }) => away === null);
      return [[name, { runs: runs.map(updateOf).toSorted(byKey), recipients, isReachable }]];
    }),
  );
}

/** The run that may decide next: the worst that is outrun by the whole group; null where none is. Pure. */
export function nextTurn({ runs }: DistributedGroup): string | null {
  const outrun = runs.filter((run) => run.state === 'running' && isOutrun(runs, run));
  return outrun.toSorted((one, other) => bestOf(one) - bestOf(other) || byKey(one, other))[0]?.key ?? null;
}

type RunUpdate = GroupUpdate['runs'][number];

/** As many as an update can have. */
const maxRuns = 64;

function hasProgress(member: Member): member is Member & { readonly groupProgress: GroupProgress } {
  return member.groupProgress !== null;
}

/** Runs that other machines have written into the state directory here are compared here. */
function machineOf({ way, host }: Member): string {
  return way === 'ssh' ? host : '';
}

function updateOf({
  key,
  host,
  name,
  metric,
  groupProgress,
}: Member & { readonly groupProgress: GroupProgress }): RunUpdate {
  return { ...groupProgress, key, name: `${name} on ${host}`, metric: metric.name };
}

function isOutrun(runs: readonly RunUpdate[], run: RunUpdate): boolean {
  const group = runs
    .filter(
      ({ metric, comparisonKey }) => metric === run.metric && areComparableRemotely(comparisonKey, run.comparisonKey),
    )
    .map(({ key, points, state }): GroupRun => ({ run: key, points, state }));
  return outrunOf(group, run.key, groupRule, { keep: run.keep ?? keptRuns }) !== null;
}

function byKey(one: RunUpdate, other: RunUpdate): number {
  return one.key < other.key ? -1 : 1;
}

function bestOf({ points }: RunUpdate): number {
  return points.at(-1)?.best ?? 0;
}
