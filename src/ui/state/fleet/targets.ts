import type { Member } from '../../../fleet/member.ts';
import type { MemberRequest } from '../../../fleet/request.ts';
import { clockTime } from '../../../words/dateTime.ts';
import { counted } from '../../../words/count.ts';
import type { FleetCommand } from '../keys/fleet/fleetKey.ts';
import { type FleetState, targetMembers } from './fleetState.ts';

/** Returns the members that a key is about: the marked ones, else the one or the group at the cursor. */
export function chosenMembers({ members, marked, lines, at }: FleetState): readonly Member[] {
  if (marked.size > 0) return members.filter(({ key }) => marked.has(key));
  const line = lines[at];
  if (line === undefined || line.kind === 'host') return [];
  return line.kind === 'member' ? [line.member] : line.members;
}

/** Of what can be asked, for the sentence that says why it cannot. */
export type Touch = MemberRequest['ask'];

/** Says why something cannot be asked of a member, as a clause about it; null where it can. */
function whyNot(member: Member, ask: Touch): string | null {
  if (member.way === 'shared') return `is kept on ${member.machine.host}, where its keeper is`;
  if (member.away !== null) return `cannot be asked: ${member.host} is away since ${clockTime(member.away.since)}`;
  if (ask === 'remove') return member.isLive ? 'is not over: stop it first' : null;
  if (ask === 'describe') return null;
  if (!member.isLive) return 'is over';
  if (ask === 'pause') return member.isPaused ? 'is paused already' : null;
  if (ask === 'resume') return member.isPaused ? null : 'is not paused';
  if (ask === 'cancel') return member.armed === null ? 'has no planned stop' : null;
  return null;
}

/** Those of the members of whom it can be asked, and a sentence on the others. */
export interface Askable {
  readonly members: readonly Member[];
  readonly problem: string | null;
}

export function askable(members: readonly Member[], ask: Touch): Askable {
  const able: Member[] = [];
  const others: string[] = [];
  for (const member of members) {
    const reason = whyNot(member, ask);
    if (reason === null) able.push(member);
    else others.push(`${member.name} ${reason}.`);
  }
  if (members.length === 0) return { members: able, problem: 'No training is chosen.' };
  const more = others.length - maxReasons;
  const said = more > 0 ? [...others.slice(0, maxReasons), `${counted(more, 'more', 'more')}.`] : others;
  return { members: able, problem: said.length === 0 ? null : said.join(' ') };
}

/** Sentences on one row. */
const maxReasons = 2;

/** Those that a dialog was opened for and of whom it can still be asked. */
export function targetsFor(state: FleetState, ask: Touch): Askable {
  return askable(targetMembers(state), ask);
}

/** Asks something of all that a dialog was opened for; says why where it can be asked of none any more. */
export function requestOf(state: FleetState, request: MemberRequest): FleetCommand {
  const { members, problem } = targetsFor(state, request.ask);
  if (members.length === 0) return { type: 'notice', text: problem };
  return { type: 'request', asks: members.map((member) => ({ member, request })) };
}
