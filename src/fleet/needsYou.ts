import type { Member } from './member.ts';

/** What somebody should look at, most urgent first. */
const needs = [
  'failed',
  'diverged',
  'not-learning',
  'stop',
  'may-stop',
  'outrun',
  'stalled',
  'trouble',
  'watch',
] as const;

export type Need = (typeof needs)[number];

type Judged = Pick<Member, 'state' | 'isLive' | 'verdict' | 'trouble' | 'startedAt' | 'endedAt'>;

/**
 * Why somebody should look at a training; null where nobody has to. What has ended needs somebody for a day
 * (`recently`) after it failed, and for nothing else. `now`: on the clock of the member. Pure.
 */
export function needOf(member: Judged, now: number): Need | null {
  const { state, isLive, verdict, trouble, startedAt, endedAt } = member;
  if (!isLive) return now - (endedAt ?? startedAt) < recently ? failureOf(state) : null;
  switch (verdict?.name) {
    case 'failed':
    case 'diverged':
    case 'stalled':
    case 'outrun':
      return verdict.name;
    case 'never-started':
      return 'not-learning';
    default:
  }
  if (verdict?.action === 'stop' || verdict?.action === 'may-stop') return verdict.action;
  if (trouble !== null) return 'trouble';
  return verdict?.action === 'watch' ? 'watch' : null;
}

/**
 * The order of a list: who needs somebody most urgently, then what runs, what waits, and what is over; those whose host
 * is away after the others of their kind; the newest first. Pure.
 */
export function byNeed(now: number): (one: Member, other: Member) => number {
  const rank = (member: Member): number => {
    const need = needOf(member, now);
    if (need !== null) return needs.indexOf(need);
    if (!member.isLive) return needs.length + 2;
    return member.state === 'waiting' ? needs.length + 1 : needs.length;
  };
  return (one, other) =>
    rank(one) - rank(other) ||
    Number(one.away !== null) - Number(other.away !== null) ||
    other.startedAt - one.startedAt ||
    (one.key < other.key ? -1 : Number(one.key > other.key));
}

/** Seconds for which a failure is news. */
const recently = 24 * 3600;

function failureOf(state: Member['state']): Need | null {
  switch (state) {
    case 'failed':
    case 'failed-to-start':
      return 'failed';
    case 'diverged':
      return 'diverged';
    case 'starting':
    case 'running':
    case 'ended':
    case 'stopped':
    case 'waiting':
    case 'cancelled':
    case 'unknown':
      return null;
    default:
      return state satisfies never;
  }
}
