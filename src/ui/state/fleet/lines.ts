import type { FleetHost } from '../../../fleet/fleetHost.ts';
import type { Member } from '../../../fleet/member.ts';
import { needOf } from '../../../fleet/needsYou.ts';
import { foldOf, toldGroup } from '../../../runs/group/toldGroup.ts';
import type { FleetState } from './fleetState.ts';
import { compareBy } from './sorting.ts';
import type { GroupLine, ListLine } from './line.ts';

/** What the lines of the list depend on. */
type LineOptions = Pick<
  FleetState,
  'members' | 'hosts' | 'now' | 'sort' | 'isReversed' | 'isGrouped' | 'folded' | 'filter'
>;

/**
 * Returns the lines of the list: members in their order, those of a group below its line where the list is grouped;
 * machines that cannot be reached; and, where the list is not grouped, the groups of which something runs. `shown`: how
 * many members the filter leaves, those of folded groups included.
 */
export function linesOf(options: LineOptions): { readonly lines: readonly ListLine[]; readonly shown: number } {
  const { hosts, isGrouped, filter, now } = options;
  const members = shownMembers(options);
  const groups = groupsOf(members);
  const lines: ListLine[] = [];
  const seen = new Set<string>();
  for (const member of members) {
    const group = isGrouped ? groups.get(toldGroup(member)?.key ?? '') : undefined;
    if (group === undefined) {
      lines.push(memberLine(member, false));
      continue;
    }
    if (seen.has(group.id)) continue;
    seen.add(group.id);
    const isFolded = options.folded.has(group.id);
    lines.push({ ...group, isFolded });
    if (!isFolded) for (const each of group.members) lines.push(memberLine(each, true));
  }
  for (const host of hosts) if (isListed(host) && matches([host.name, host.state], filter)) lines.push(hostLine(host));
  if (!isGrouped) {
    for (const group of groups.values()) {
      if (group.members.some((member) => member.isLive || needOf(member, now) !== null)) lines.push(group);
    }
  }
  return { lines, shown: members.length };
}

/** Returns the members that the filter leaves, sorted. */
function shownMembers({ members, sort, isReversed, filter, now }: LineOptions): readonly Member[] {
  const found = filter === '' ? members : members.filter((member) => matches(textsOf(member), filter));
  if (sort === 'needs you') return isReversed ? found.toReversed() : found;
  return found.toSorted(compareBy(sort, isReversed, now));
}

/** Whether a machine has a line of its own: what is live is seen by its trainings. */
function isListed({ state, kind }: FleetHost): boolean {
  return kind !== 'here' && state !== 'live';
}

function memberLine(member: Member, isIndented: boolean): ListLine {
  return { kind: 'member', id: member.key, member, isIndented };
}

function hostLine(host: FleetHost): ListLine {
  return { kind: 'host', id: `host ${host.name}`, host };
}

/** Returns the groups by their keys, each where its first member stands. */
function groupsOf(members: readonly Member[]): Map<string, GroupLine> {
  const groups = new Map<string, { readonly name: string; readonly members: Member[] }>();
  for (const member of members) {
    const told = toldGroup(member);
    if (told === null) continue;
    const known = groups.get(told.key);
    if (known === undefined) groups.set(told.key, { name: told.name, members: [member] });
    else known.members.push(member);
  }
  return new Map(Array.from(groups, ([key, group]) => [key, groupLine(key, group)]));
}

function groupLine(key: string, group: Pick<GroupLine, 'name' | 'members'>): GroupLine {
  const folds = new Set(group.members.map(foldOf));
  const areFolds = folds.size > 1 && !folds.has(null) && folds.size === group.members.length;
  return { kind: 'group', id: `group ${key}`, ...group, areFolds, isFolded: true };
}

/** The id of the line of a member's group; null where it is in none. */
export function groupIdOf(member: Member): string | null {
  const told = toldGroup(member);
  return told === null ? null : `group ${told.key}`;
}

/** Whether each word of a filter is in one of the texts. */
function matches(texts: readonly string[], filter: string): boolean {
  const all = texts.join('\n').toLowerCase();
  return filter
    .toLowerCase()
    .split(' ')
    .every((word) => all.includes(word));
}

function textsOf(member: Member): string[] {
  const { name, run, runs, host, trainer, stateText, verdict, tags, note, job } = member;
  const said = [trainer?.name, verdict?.words, note, toldGroup(member)?.name, job?.id].filter(
    (text) => typeof text === 'string',
  );
  return [name, run, host, stateText, ...runs, ...tags, ...said];
}
