import { describe, expect, test } from 'vitest';
import { byNeed, needOf } from '../../src/fleet/needsYou.ts';
import { memberOf, verdictOf } from '../support/fleet/member.ts';

const started = 1_780_000_000;
const now = started + 7200;
const over = (state: 'ended' | 'failed' | 'stopped', endedAt: number) =>
  ({ state, stateText: state, isLive: false, endedAt }) as const;

describe('a training needs somebody', () => {
  test.each([
    ['failed', verdictOf('failed', 'stop')],
    ['diverged', verdictOf('diverged', 'stop')],
    ['not-learning', verdictOf('never-started', 'stop')],
    ['stop', verdictOf('over-fitting', 'stop')],
    ['may-stop', verdictOf('plateau', 'may-stop')],
    ['outrun', verdictOf('outrun', 'may-stop')],
    ['stalled', verdictOf('stalled', 'watch')],
    ['watch', verdictOf('slowing', 'watch')],
  ])('since it is %s', (need, verdict) => {
    expect(needOf(memberOf('a', { verdict }), now)).toBe(need);
  });

  test('since something is wrong beside its log', () => {
    expect(needOf(memberOf('a', { trouble: 'The disk is full.' }), now)).toBe('trouble');
  });

  test('for a day after it failed, whatever the verdict was', () => {
    const failed = memberOf('a', over('failed', now - 3600));
    expect(needOf(failed, now)).toBe('failed');
    expect(needOf(failed, now + 24 * 3600)).toBeNull();
  });
});

test('nobody is needed where a training does well, or was stopped, or has ended', () => {
  expect(needOf(memberOf('a'), now)).toBeNull();
  expect(needOf(memberOf('b', { ...over('stopped', now), verdict: verdictOf('plateau', 'stop') }), now)).toBeNull();
  expect(needOf(memberOf('c', over('ended', now)), now)).toBeNull();
});

test('the order: who needs somebody, what runs, what waits, what is over; the newest of each first', () => {
  const members = [
    memberOf('over', { ...over('ended', now - 10), startedAt: now - 20 }),
    memberOf('waiting', { state: 'waiting', verdict: null }),
    memberOf('older', { startedAt: started - 1 }),
    memberOf('newer'),
    memberOf('stop', { verdict: verdictOf('over-fitting', 'stop') }),
    memberOf(
      'stop-away',
      { verdict: verdictOf('over-fitting', 'stop'), startedAt: now },
      { away: { since: 1, why: '' } },
    ),
    memberOf('failed', over('failed', now - 60)),
  ];
  expect(members.toSorted(byNeed(now)).map(({ run }) => run)).toEqual([
    'failed',
    'stop',
    'stop-away',
    'newer',
    'older',
    'waiting',
    'over',
  ]);
});
