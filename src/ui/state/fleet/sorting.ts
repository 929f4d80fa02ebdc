import { toldGroup } from '../../../runs/group/toldGroup.ts';
import type { Member } from '../../../fleet/member.ts';

/** What the list of trainings can be sorted by; `needs you` is the order in which the fleet tells them. */
export const sortColumns = [
  'needs you',
  'machine',
  'name',
  'group',
  'trainer',
  'state',
  'progress',
  'time left',
  'mAP',
  'best',
  'verdict',
  'GPU',
  'age',
] as const;

export type SortColumn = (typeof sortColumns)[number];

/**
 * Returns the order of a column: texts from A on, the highest mAP, progress and GPU use first, the shortest time left
 * and age first. Without a value a member stands last, reversed or not. Equal ones keep the order in which they were.
 */
export function compareBy(
  column: Exclude<SortColumn, 'needs you'>,
  isReversed: boolean,
  now: number,
): (one: Member, other: Member) => number {
  const { key, isDescending } = columns[column];
  const sign = isDescending === isReversed ? -1 : 1;
  return (one, other) => {
    const [left, right] = [key(one, now), key(other, now)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (left === right) return 0;
    return left < right ? sign : -sign;
  };
}

interface SortKey {
  readonly key: (member: Member, now: number) => string | number | null;
  readonly isDescending: boolean;
}

const columns: Readonly<Record<Exclude<SortColumn, 'needs you'>, SortKey>> = {
  machine: text(({ host }) => host),
  name: text(({ name }) => name),
  group: text((member) => toldGroup(member)?.name ?? null),
  trainer: text(({ trainer }) => trainer?.name ?? null),
  state: text(({ stateText }) => stateText),
  progress: { key: ({ position }) => position.progress, isDescending: true },
  'time left': { key: ({ isLive, eta }) => (isLive ? eta : null), isDescending: false },
  mAP: { key: ({ metric }) => metric.now, isDescending: true },
  best: { key: ({ metric }) => metric.best?.value ?? null, isDescending: true },
  verdict: text(({ verdict }) => verdict?.words ?? null),
  GPU: { key: ({ gpu }) => gpu?.utilisation ?? null, isDescending: true },
  age: { key: ({ startedAt, endedAt }, now) => now - (endedAt ?? startedAt), isDescending: false },
};

/** An empty text is none. */
function text(of: (member: Member) => string | null): SortKey {
  return { key: (member) => of(member)?.toLowerCase() || null, isDescending: false };
}
