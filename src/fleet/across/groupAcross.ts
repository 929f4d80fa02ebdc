import { groupRule } from '../../advisor/group/groupRule.ts';
import { type GroupRun, outrunOf } from '../../advisor/group/outrun.ts';
import { keptRuns } from '../../monitor/others/outrunFacts.ts';
import type { GroupTelling, ToldStanding } from '../../runs/group/elsewhere.ts';
import { areAlike } from '../../runs/group/likeness.ts';
import type { Member } from '../member.ts';

/** A group that a user has named and whose runs are on several machines. */
export interface GroupAcross {
  readonly name: string;
  readonly runs: GroupTelling['runs'];
  /** By machine, where a run goes on, the key of the first such run: whom to tell. */
  readonly addressees: ReadonlyMap<string, string>;
  /** Nothing that goes on is out of reach. */
  readonly isWhole: boolean;
}

/** The groups whose runs are on several machines and of which one goes on, by name. Pure. */
export function groupsAcross(members: readonly Member[]): ReadonlyMap<string, GroupAcross> {
  const groups = Map.groupBy(members.filter(isStanding), ({ group }) => group ?? '');
  return new Map(
    [...groups].flatMap(([name, standing]) => {
      const all = new Set(standing.map(placeOf));
      const going = standing.filter(({ isLive }) => isLive);
      if (name === '' || all.size < 2 || going.length === 0 || standing.length > maxRuns) return [];
      const addressees = new Map(going.toReversed().map((member) => [placeOf(member), member.key]));
      const isWhole = going.every(({ away }) => away === null);
      return [[name, { name, runs: standing.map(runOf).toSorted(byKey), addressees, isWhole }]];
    }),
  );
}

/** The run that may decide for itself next: the worst of those that all runs together outrun; null for none. Pure. */
export function nextTurn({ runs }: GroupAcross): string | null {
  const outrun = runs.filter((run) => run.state === 'running' && isOutrun(runs, run));
  return outrun.toSorted((one, other) => bestOf(one) - bestOf(other) || byKey(one, other))[0]?.key ?? null;
}

type ToldRun = GroupAcross['runs'][number];

/** As many as are told of. */
const maxRuns = 64;

function isStanding(member: Member): member is Member & { readonly standing: ToldStanding } {
  return member.standing !== null;
}

/** What other machines have written into the state directory here is read by the keepers of both. */
function placeOf({ way, host }: Member): string {
  return way === 'ssh' ? host : '';
}

function runOf({ key, host, name, metric, standing }: Member & { readonly standing: ToldStanding }): ToldRun {
  return { ...standing, key, name: `${name} on ${host}`, metric: metric.name };
}

function isOutrun(runs: readonly ToldRun[], run: ToldRun): boolean {
  const group = runs
    .filter(({ metric, likeness }) => metric === run.metric && areAlike(likeness, run.likeness))
    .map(({ key, points, state }): GroupRun => ({ run: key, points, state }));
  return outrunOf(group, run.key, groupRule, { keep: run.keep ?? keptRuns }) !== null;
}

function byKey(one: ToldRun, other: ToldRun): number {
  return one.key < other.key ? -1 : 1;
}

function bestOf({ points }: ToldRun): number {
  return points.at(-1)?.best ?? 0;
}
