import { fewPoints } from '../../../src/advisor/group/groupPoints.ts';
import type { Member } from '../../../src/fleet/member.ts';
import type { ToldStanding } from '../../../src/runs/group/elsewhere.ts';
import { likenessOf } from '../../../src/runs/group/likeness.ts';
import { groupRun } from '../advisor/group.ts';
import { memberOf } from './member.ts';

/** Where a run stands that rises to `end`, at a share of its plan. */
export function standingAt(
  end: number,
  share: number,
  { command = ['yolo', 'train', 'data=a.yaml'], ...part }: Partial<ToldStanding> & { command?: readonly string[] } = {},
): ToldStanding {
  const points = [...fewPoints(groupRun('', end, share).points)];
  return { points, state: 'running', keep: null, likeness: likenessOf({ name: '', command }), ...part };
}

/** A run of the group `sweep`, on this machine or, where `host` is told, on another one. */
export function standingMember(run: string, standing: ToldStanding | null, host?: string): Member {
  const isLive = standing?.state !== 'done';
  const facts = { group: 'sweep', standing, isLive, user: '', machine: { id: host ?? 'here', host: host ?? 'here' } };
  return memberOf(run, facts, host === undefined ? {} : { host, way: 'ssh' });
}
