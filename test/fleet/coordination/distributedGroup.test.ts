import { describe, expect, test } from 'vitest';
import { distributedGroups, nextTurn } from '../../../src/fleet/coordination/distributedGroup.ts';
import type { Member } from '../../../src/fleet/member.ts';
import { groupProgressAt, memberWithProgress, sweep } from '../../support/fleet/groupProgress.ts';

const groupOf = (...members: readonly Member[]) => distributedGroups(members).get('sweep') ?? null;

const { lead, second, last, worse } = sweep();

const both = (changes: Partial<Member>): readonly Member[] => [
  { ...lead, ...changes },
  { ...second, ...changes },
];

describe('a group is distributed', () => {
  test('when its runs are on several machines: each with a live run has one recipient', () => {
    const done = memberWithProgress('done', groupProgressAt(0.5, 1, { state: 'done' }), 'gpu3');
    const more = memberWithProgress('more', groupProgressAt(0.5, 0.6), 'gpu1');
    const group = groupOf(lead, second, more, last, done)!;
    expect([...group.recipients.keys()].toSorted()).toEqual(['', 'gpu1', 'gpu2']);
    expect([...group.recipients.values()].toSorted()).toEqual([lead.key, second.key, last.key].toSorted());
    expect(group.runs.map(({ name }) => name).toSorted()).toEqual([
      'done on gpu3',
      'last on gpu2',
      'lead on here',
      'more on gpu1',
      'second on gpu1',
    ]);
  });

  test.each([
    ['all are on one machine', [second, memberWithProgress('more', groupProgressAt(0.5, 0.6), 'gpu1')]],
    ['none is live', both({ isLive: false })],
    ['the group has no name', both({ group: null })],
    ['their progress is unknown', both({ groupProgress: null })],
  ])('not when %s', (_, members) => {
    expect(distributedGroups(members).size).toBe(0);
  });

  test('and not reachable while a machine with a live run is away', () => {
    expect(groupOf(lead, second)?.isReachable).toBe(true);
    expect(groupOf(lead, { ...second, away: { since: 1, why: '' } })?.isReachable).toBe(false);
  });
});

describe('the turn to decide', () => {
  test('goes to the worst run that is outrun by the whole group', () => {
    expect(nextTurn(groupOf(lead, second, last)!)).toBe(last.key);
    expect(nextTurn(groupOf(lead, second, last, worse)!)).toBe(worse.key);
  });

  test('goes to none of the last two, unless --keep is 1', () => {
    expect(nextTurn(groupOf(lead, last)!)).toBeNull();
    const alone = memberWithProgress('last', groupProgressAt(0.2, 0.6, { keep: 1 }), 'gpu2');
    expect(nextTurn(groupOf(lead, alone)!)).toBe(alone.key);
  });

  test.each([
    ['is on other data', groupProgressAt(0.3, 0.6, { command: ['yolo', 'train', 'data=b.yaml'] })],
    ['is out already', groupProgressAt(0.3, 0.6, { state: 'out' })],
  ])('goes to no run that %s', (_, groupProgress) => {
    expect(nextTurn(groupOf(lead, second, memberWithProgress('last', groupProgress, 'gpu2'))!)).toBeNull();
  });

  test('goes to no run that is judged by another metric', () => {
    const other = { ...last, metric: { ...last.metric, name: 'recall' } };
    expect(nextTurn(groupOf(lead, second, other)!)).toBeNull();
  });
});
