import { fewPoints } from '../../../src/advisor/group/groupPoints.ts';
import type { Member } from '../../../src/fleet/member.ts';
import type { GroupProgress } from '../../../src/runs/group/groupUpdate.ts';
import { comparisonKeyOf } from '../../../src/runs/group/comparisonKey.ts';
import { groupRun } from '../advisor/group.ts';
import { memberOf } from './member.ts';

/** The progress of a run that rises to `end`, at a share of its plan. */
export function groupProgressAt(
  end: number,
  share: number,
  {
    command = ['yolo', 'train', 'data=a.yaml'],
    ...part
  }: Partial<GroupProgress> & { command?: readonly string[] } = {},
): GroupProgress {
  const points = [...fewPoints(groupRun('', end, share).points)];
  return { points, state: 'running', keep: null, comparisonKey: comparisonKeyOf({ name: '', command }), ...part };
}

/** Runs of the group `sweep` on three machines, the best first. */
export function sweep() {
  return {
    lead: memberWithProgress('lead', groupProgressAt(0.6, 0.6)),
    second: memberWithProgress('second', groupProgressAt(0.5, 0.6), 'gpu1'),
    last: memberWithProgress('last', groupProgressAt(0.3, 0.6), 'gpu2'),
    worse: memberWithProgress('worse', groupProgressAt(0.2, 0.6), 'gpu1'),
  };
}

/** A run of the group `sweep`, on this machine or on `host`. */
export function memberWithProgress(run: string, groupProgress: GroupProgress | null, host?: string): Member {
  const isLive = groupProgress?.state !== 'done';
  const facts = {
    group: 'sweep',
    groupProgress,
    isLive,
    user: '',
    machine: { id: host ?? 'here', host: host ?? 'here' },
  };
  return memberOf(run, facts, host === undefined ? {} : { host, way: 'ssh' });
}
