import { type Need, needOf } from '../../../fleet/needsYou.ts';
import { maxNote } from '../../../runs/description.ts';
import { clamp } from '../scrolling/clamp.ts';
import { layOutFleet } from './fleetLayout.ts';
import type { FleetAction, FleetState } from './fleetState.ts';
import { linesOf } from './lines.ts';
import { sortColumns } from './sorting.ts';

/** Returns the state after an action; the same object when nothing changed, so that nothing is drawn. */
export function reduceFleet(state: FleetState, action: FleetAction): FleetState {
  switch (action.type) {
    case 'resize':
      if (action.columns === state.columns && action.rows === state.rows) return state;
      return inView({ ...state, columns: action.columns, rows: action.rows });
    case 'told': {
      const { members, hosts, now } = action;
      if (members === state.members && hosts === state.hosts && isSameAge(now, state.now)) return state;
      const needing = members.filter((member) => isUrgent(needOf(member, now))).length;
      return relisted({ ...state, members, hosts, now, needing, marked: stillThere(state.marked, members) });
    }
    case 'move':
      return moved(state, action.by);
    case 'mark':
      return moved({ ...state, marked: toggled(state.marked, action.key) }, 1);
    case 'sort': {
      const length = sortColumns.length;
      const at = (sortColumns.indexOf(state.sort) + action.by + length) % length;
      return relisted({ ...state, sort: sortColumns[at]!, isReversed: false });
    }
    case 'reverse':
      return relisted({ ...state, isReversed: !state.isReversed });
    case 'group':
      return relisted({ ...state, isGrouped: !state.isGrouped });
    case 'fold':
      if (state.folded.has(action.id) === action.isFolded) return state;
      return relisted({ ...state, folded: toggled(state.folded, action.id) });
    case 'type':
      if (state.layer === 'help') return { ...state, typing: action.text, layerScroll: 0 };
      return relisted({ ...state, typing: action.text });
    case 'filter':
      if (state.layer === 'help') return { ...state, typing: null, helpFilter: action.text, layerScroll: 0 };
      return relisted({ ...state, typing: null, filter: action.text });
    case 'open':
      return {
        ...state,
        layer: action.layer,
        layerScroll: 0,
        helpFilter: '',
        targets: action.targets ?? [],
        entry: action.entry ?? '',
        choice: 'cancel',
        notice: null,
      };
    case 'scroll':
      return { ...state, layerScroll: clamp(state.layerScroll + action.by, action.max) };
    case 'choose':
      return { ...state, choice: action.choice };
    case 'entry':
      return { ...state, entry: action.text.slice(0, maxNote) };
    case 'back':
      return oneLayerOut(state);
    case 'asked':
      return {
        ...closed(state),
        asked: new Map([
          ...state.asked,
          ...action.keys.map((key) => [key, { ask: action.ask, state: 'asked' }] as const),
        ]),
        marked: new Set(),
      };
    case 'answered': {
      const asked = new Map(state.asked);
      if (action.isKnown) asked.delete(action.key);
      else asked.set(action.key, { ask: action.ask, state: 'unknown' });
      return { ...state, asked, notice: action.said ?? state.notice };
    }
    case 'notice':
      return state.notice === action.text ? state : { ...state, notice: action.text };
    default:
      return action satisfies never;
  }
}

function moved(state: FleetState, by: number): FleetState {
  const at = clamp(state.at + by, state.lines.length - 1);
  return inView({ ...state, at, cursor: state.lines[at]?.id ?? null });
}

/** A list that is made anew. The cursor stays on its line, and where that is gone, at its place. */
function relisted(state: FleetState): FleetState {
  const filter = state.layer === 'help' ? state.filter : (state.typing ?? state.filter);
  const { lines, shown } = linesOf({ ...state, filter });
  const found = state.cursor === null ? 0 : lines.findIndex(({ id }) => id === state.cursor);
  const at = clamp(found === -1 ? state.at : found, lines.length - 1);
  const cursor = state.cursor === null ? null : (lines[at]?.id ?? state.cursor);
  return inView({ ...state, lines, shown, at, cursor });
}

/** Moves what is in view as little as possible, so that the cursor is in it and no room is left free. */
function inView(state: FleetState): FleetState {
  const { columns, rows, lines, at, top } = state;
  const { height } = layOutFleet(columns, rows, lines.length).list;
  const highest = Math.max(0, lines.length - height);
  const shown = clamp(Math.max(at - height + 1, Math.min(top, at)), highest);
  return shown === top ? state : { ...state, top: shown };
}

/** Esc closes what was opened last. */
function oneLayerOut(state: FleetState): FleetState {
  if (state.typing !== null)
    return state.layer === 'help' ? { ...state, typing: null } : relisted({ ...state, typing: null });
  if (state.layer === 'help' && state.helpFilter !== '') return { ...state, helpFilter: '' };
  if (state.layer !== null) return closed(state);
  if (state.marked.size > 0) return { ...state, marked: new Set() };
  if (state.filter !== '') return relisted({ ...state, filter: '' });
  return state.notice === null ? state : { ...state, notice: null };
}

function closed(state: FleetState): FleetState {
  return { ...state, layer: null, layerScroll: 0, targets: [], entry: '', choice: 'cancel' };
}

function toggled(set: ReadonlySet<string>, item: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

/** What is gone is marked no more. */
function stillThere(marked: ReadonlySet<string>, members: FleetState['members']): ReadonlySet<string> {
  if (marked.size === 0) return marked;
  const kept = new Set(members.flatMap(({ key }) => (marked.has(key) ? [key] : [])));
  return kept.size === marked.size ? marked : kept;
}

/** What is only worth a look needs nobody yet. */
function isUrgent(need: Need | null): boolean {
  return need !== null && need !== 'watch';
}

/** Ages are told in minutes: a clock that goes on by less changes nothing. */
function isSameAge(now: number, before: number): boolean {
  return Math.floor(now / 60) === Math.floor(before / 60);
}
