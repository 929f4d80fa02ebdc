import { describe, expect, test } from 'vitest';
import { groupsAcross, nextTurn } from '../../../src/fleet/across/groupAcross.ts';
import type { Member } from '../../../src/fleet/member.ts';
import { standingAt, standingMember } from '../../support/fleet/standing.ts';

const groupOf = (...members: readonly Member[]) => groupsAcross(members).get('sweep') ?? null;

const lead = standingMember('lead', standingAt(0.6, 0.6));
const second = standingMember('second', standingAt(0.5, 0.6), 'gpu1');
const last = standingMember('last', standingAt(0.3, 0.6), 'gpu2');

const both = (changes: Partial<Member>): readonly Member[] => [
  { ...lead, ...changes },
  { ...second, ...changes },
];

describe('a group is compared across machines', () => {
  test('where its runs are on several: on each of them one that goes on is told of all', () => {
    const done = standingMember('done', standingAt(0.5, 1, { state: 'done' }), 'gpu3');
    const more = standingMember('more', standingAt(0.5, 0.6), 'gpu1');
    const group = groupOf(lead, second, more, last, done)!;
    expect([...group.addressees.keys()].toSorted()).toEqual(['', 'gpu1', 'gpu2']);
    expect([...group.addressees.values()].toSorted()).toEqual([lead.key, second.key, last.key].toSorted());
    expect(group.runs.map(({ name }) => name).toSorted()).toEqual([
      'done on gpu3',
      'last on gpu2',
      'lead on here',
      'more on gpu1',
      'second on gpu1',
    ]);
  });

  test.each([
    ['all are on one', [second, standingMember('more', standingAt(0.5, 0.6), 'gpu1')]],
    ['none goes on', both({ isLive: false })],
    ['it is of no name', both({ group: null })],
    ['nothing is known of them', both({ standing: null })],
  ])('not where %s', (_, members) => {
    expect(groupsAcross(members).size).toBe(0);
  });

  test('but not as a whole while a machine is away on which one may go on', () => {
    expect(groupOf(lead, second)?.isWhole).toBe(true);
    expect(groupOf(lead, { ...second, away: { since: 1, why: '' } })?.isWhole).toBe(false);
  });
});

describe('the turn to decide', () => {
  test('goes to the worst that the runs of all machines outrun', () => {
    const worse = standingMember('worse', standingAt(0.2, 0.6), 'gpu1');
    expect(nextTurn(groupOf(lead, second, last)!)).toBe(last.key);
    expect(nextTurn(groupOf(lead, second, last, worse)!)).toBe(worse.key);
  });

  test('goes to none of the last two, unless it was told that one is enough', () => {
    expect(nextTurn(groupOf(lead, last)!)).toBeNull();
    const alone = standingMember('last', standingAt(0.2, 0.6, { keep: 1 }), 'gpu2');
    expect(nextTurn(groupOf(lead, alone)!)).toBe(alone.key);
  });

  test.each([
    ['on other data', standingAt(0.3, 0.6, { command: ['yolo', 'train', 'data=b.yaml'] })],
    ['that is out', standingAt(0.3, 0.6, { state: 'out' })],
  ])('goes to none %s', (_, standing) => {
    expect(nextTurn(groupOf(lead, second, standingMember('last', standing, 'gpu2'))!)).toBeNull();
  });

  test('goes to none that is judged by another figure', () => {
    const other = { ...last, metric: { ...last.metric, name: 'recall' } };
    expect(nextTurn(groupOf(lead, second, other)!)).toBeNull();
  });
});
