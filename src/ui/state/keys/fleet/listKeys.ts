import type { Member } from '../../../../fleet/member.ts';
import { layOutFleet } from '../../fleet/fleetLayout.ts';
import type { FleetLayer, FleetState, FleetView } from '../../fleet/fleetState.ts';
import { groupIdOf } from '../../fleet/lines.ts';
import { askable, chosenMembers, type Touch } from '../../fleet/targets.ts';
import { steps } from '../../scrolling/steps.ts';
import type { FleetCommand, FleetKey } from './fleetKey.ts';

/** The list itself: its trainings, its order, its groups. */
export const listKeys: readonly FleetKey[] = [
  {
    keys: ['enter'],
    shown: 'Enter',
    does: 'open the training at the cursor (q comes back); of a group: show or hide its members',
    contexts: ['list'],
    hint: { key: 'Enter', label: 'open', rank: 2 },
    act: enter,
  },
  {
    keys: ['s'],
    shown: 's',
    does: 'stop the training at the cursor, or all marked ones: a dialog tells what it costs and asks how',
    contexts: ['list'],
    touches: true,
    hint: { key: 's', label: 'stop', rank: 3 },
    act: ({ state }) => openFor(state, 'stop', 'stop'),
  },
  {
    keys: ['p'],
    shown: 'p',
    does: 'pause (SIGSTOP) or resume (SIGCONT); asks first',
    contexts: ['list'],
    touches: true,
    hint: { key: 'p', label: 'pause', rank: 7 },
    act: ({ state }) => {
      const members = chosenMembers(state);
      const isResume =
        members.some(({ isPaused }) => isPaused) && members.every((each) => each.isPaused || !each.isLive);
      return isResume ? openFor(state, 'resume', 'resume') : openFor(state, 'pause', 'pause');
    },
  },
  {
    keys: ['o'],
    shown: 'o',
    does: 'overlay the mAP of the marked ones, or of the group at the cursor, in one chart',
    contexts: ['list'],
    hint: { key: 'o', label: 'overlay', rank: 8 },
    act: ({ state }) => openSeveral(state, 'overlay'),
  },
  {
    keys: ['c'],
    shown: 'c',
    does: 'compare the marked ones, or the group at the cursor: a table, what differs, and one chart',
    contexts: ['list'],
    hint: { key: 'c', label: 'compare', rank: 9 },
    act: ({ state }) => openSeveral(state, 'compare'),
  },
  {
    keys: ['g'],
    shown: 'g',
    does: 'group the list, or not any more',
    contexts: ['list'],
    hint: { key: 'g', label: 'group', rank: 6 },
    act: () => ({ type: 'group' }),
  },
  {
    keys: ['left', 'right', '-', '+'],
    shown: 'left right - +',
    does: 'hide, show the members of the group at the cursor',
    contexts: ['list'],
    act: ({ state }, key) => fold(state, key === 'left' || key === '-'),
  },
  {
    keys: ['space'],
    shown: 'space',
    does: 'mark the training at the cursor, or not any more, and go on to the next; keys then act on all marked ones',
    contexts: ['list'],
    hint: { key: 'space', label: 'mark', rank: 10 },
    act: ({ state }) => {
      const line = state.lines[state.at];
      return line?.kind === 'member' ? { type: 'mark', key: line.id } : null;
    },
  },
  {
    keys: ['/'],
    shown: '/',
    does: 'filter by words of name, machine, group, trainer, state, verdict, tags, note; Enter keeps it, Esc removes it',
    contexts: ['list', 'help'],
    hint: { key: '/', label: 'filter', rank: 5 },
    act: ({ state }) => ({ type: 'type', text: state.layer === 'help' ? state.helpFilter : state.filter }),
  },
  {
    keys: ['[', ']'],
    shown: '[ ]',
    does: 'sort by the previous, next column; first who needs you',
    contexts: ['list'],
    hint: { key: '[ ]', label: 'sort', rank: 11 },
    act: (_, key) => ({ type: 'sort', by: key === ']' ? 1 : -1 }),
  },
  {
    keys: ['v'],
    shown: 'v',
    does: 'reverse the order',
    contexts: ['list'],
    act: () => ({ type: 'reverse' }),
  },
  {
    keys: ['r'],
    shown: 'r',
    does: 'rename the training at the cursor',
    contexts: ['list'],
    touches: true,
    hint: { key: 'r', label: 'rename', rank: 14 },
    act: ({ state }) => openForOne(state, 'rename', ({ name }) => name),
  },
  {
    keys: ['t'],
    shown: 't',
    does: 'tag it, or all marked ones, with words; a tag that is typed with - before it is removed',
    contexts: ['list'],
    touches: true,
    hint: { key: 't', label: 'tag', rank: 13 },
    act: ({ state }) => openFor(state, 'tag', 'describe'),
  },
  {
    keys: ['n'],
    shown: 'n',
    does: 'write a note on the training at the cursor',
    contexts: ['list'],
    touches: true,
    hint: { key: 'n', label: 'note', rank: 16 },
    act: ({ state }) => openForOne(state, 'note', ({ note }) => note ?? ''),
  },
  {
    keys: ['x'],
    shown: 'x',
    does: 'remove the log and the record of a training that is over, or of all marked ones; asks first; weights stay',
    contexts: ['list'],
    touches: true,
    hint: { key: 'x', label: 'remove', rank: 15 },
    act: ({ state }) => openFor(state, 'remove', 'remove'),
  },
  {
    keys: ['h'],
    shown: 'h',
    does: 'the machines: which are reached, which are away and why',
    contexts: ['list'],
    hint: { key: 'h', label: 'hosts', rank: 12 },
    act: () => ({ type: 'open', layer: 'hosts' }),
  },
  {
    keys: ['up', 'down', 'k', 'j', 'pageup', 'pagedown', 'home', 'end'],
    shown: 'arrows k j',
    does: 'move the cursor (PgUp, PgDn: by a screen; Home, End: to the ends)',
    contexts: ['list'],
    act: ({ state }, key) => ({ type: 'move', by: stepOf(state, key) }),
  },
];

function enter({ state }: FleetView): FleetCommand | null {
  const line = state.lines[state.at];
  if (line === undefined) return null;
  switch (line.kind) {
    case 'member':
      return { type: 'show', member: line.member };
    case 'group':
      return state.isGrouped ? { type: 'fold', id: line.id, isFolded: !line.isFolded } : { type: 'group' };
    case 'host':
      return { type: 'open', layer: 'hosts' };
    default:
      return line satisfies never;
  }
}

/** On a member of a group, left goes up to the group. */
function fold(state: FleetState, isFolded: boolean): FleetCommand | null {
  const line = state.lines[state.at];
  if (!state.isGrouped || line === undefined) return null;
  if (line.kind === 'group') return { type: 'fold', id: line.id, isFolded };
  if (line.kind !== 'member' || !line.isIndented || !isFolded) return null;
  const group = state.lines.findIndex(({ id }) => id === groupIdOf(line.member));
  return group === -1 ? null : { type: 'move', by: group - state.at };
}

/** Lines that a key moves down by. */
function stepOf({ columns, rows, lines }: FleetState, key: string): number {
  const page = Math.max(1, layOutFleet(columns, rows, lines.length).list.height - 1);
  const arrows: Readonly<Record<string, string>> = { k: 'up', j: 'down' };
  return steps(page)[arrows[key] ?? key] ?? 0;
}

function openFor(state: FleetState, layer: FleetLayer, ask: Touch): FleetCommand {
  const { members, problem } = askable(chosenMembers(state), ask);
  if (members.length === 0) return { type: 'notice', text: problem };
  return { type: 'open', layer, targets: members.map(({ key }) => key) };
}

function openForOne(state: FleetState, layer: FleetLayer, entry: (member: Member) => string): FleetCommand {
  const line = state.lines[state.at];
  if (line?.kind !== 'member') return { type: 'notice', text: 'The cursor is on no training.' };
  const { problem } = askable([line.member], 'describe');
  if (problem !== null) return { type: 'notice', text: problem };
  return { type: 'open', layer, targets: [line.id], entry: entry(line.member) };
}

function openSeveral(state: FleetState, layer: FleetLayer): FleetCommand {
  const members = chosenMembers(state);
  if (members.length < 2)
    return { type: 'notice', text: 'Mark two or more trainings with space, or go to a group, to see them together.' };
  return { type: 'open', layer, targets: members.map(({ key }) => key) };
}
