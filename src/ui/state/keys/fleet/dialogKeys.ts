import { described } from '../../fleet/describing.ts';
import { chooseNext, takeStop, takeStopKey } from '../../fleet/stopping.ts';
import type { FleetState } from '../../fleet/fleetState.ts';
import { requestOf } from '../../fleet/targets.ts';
import { withoutLast } from '../typing.ts';
import { type FleetCommand, type FleetKey, readLayers, typedLayers } from './fleetKey.ts';

const back = () => ({ type: 'back' }) as const;

/** What lies over the list. */
export const dialogKeys: readonly FleetKey[] = [
  {
    keys: ['c', 'i', 't', 'u'],
    shown: 'c i t u',
    does: 'stop after the next save; SIGINT now; SIGINT, then SIGTERM; call the planned stop off',
    contexts: ['stop'],
    touches: true,
    act: ({ state }, key) => takeStopKey(state, key),
  },
  {
    keys: ['left', 'right', 'tab', 'shift+tab'],
    shown: 'Tab left right',
    does: 'next choice',
    contexts: ['stop'],
    touches: true,
    hint: { key: 'tab', label: 'next choice', rank: 3 },
    act: ({ state }, key) => chooseNext(state, key === 'tab' || key === 'right' ? 1 : -1),
  },
  {
    keys: ['enter'],
    shown: 'Enter',
    does: 'take the marked choice (at first: cancel)',
    contexts: ['stop'],
    touches: true,
    hint: { key: 'enter', label: 'take it', rank: 2 },
    act: ({ state }) => takeStop(state, state.choice),
  },
  {
    keys: ['y'],
    shown: 'y',
    does: 'yes, do it',
    contexts: ['pause', 'resume', 'remove'],
    touches: true,
    hint: { key: 'y', label: 'yes', rank: 2 },
    act: ({ state }) => confirmed(state),
  },
  {
    keys: ['enter'],
    shown: 'Enter',
    does: 'cancel',
    contexts: ['pause', 'resume', 'remove'],
    act: back,
  },
  {
    keys: ['enter'],
    shown: 'Enter',
    does: 'take what was typed',
    contexts: typedLayers,
    touches: true,
    hint: { key: 'enter', label: 'take it', rank: 2 },
    act: ({ state }) => described(state),
  },
  {
    keys: ['backspace'],
    shown: 'Backspace',
    does: 'delete the last character',
    contexts: ['filter', ...typedLayers],
    act: ({ state }) =>
      state.typing === null
        ? { type: 'entry', text: withoutLast(state.entry) }
        : { type: 'type', text: withoutLast(state.typing) },
  },
  {
    keys: ['enter'],
    shown: 'Enter',
    does: 'keep the filter',
    contexts: ['filter'],
    hint: { key: 'enter', label: 'keep the filter', rank: 1 },
    act: ({ state }) => ({ type: 'filter', text: state.typing ?? '' }),
  },
  {
    keys: ['up', 'down', 'pageup', 'pagedown', 'home', 'end'],
    shown: 'arrows PgUp/Dn',
    does: 'scroll',
    contexts: [...readLayers, ...typedLayers],
    act: (_, key) => ({ type: 'scrollLayer', key }),
  },
  {
    keys: ['n', 'q'],
    shown: 'n q',
    does: 'cancel, close',
    contexts: readLayers,
    hint: { key: 'n', label: 'close', rank: 1 },
    act: back,
  },
  // Each layer is closed by the key that opened it, too.
  { keys: ['?', 'function'], shown: '?', does: 'close the help', contexts: ['help'], act: back },
  { keys: ['s'], shown: 's', does: 'close the dialog', contexts: ['stop'], act: back },
  { keys: ['p'], shown: 'p', does: 'close the dialog', contexts: ['pause', 'resume'], act: back },
  { keys: ['x'], shown: 'x', does: 'close the dialog', contexts: ['remove'], act: back },
  { keys: ['h'], shown: 'h', does: 'close the machines', contexts: ['hosts'], act: back },
  { keys: ['o', 'c'], shown: 'o c', does: 'close the chart', contexts: ['overlay', 'compare'], act: back },
];

function confirmed(state: FleetState): FleetCommand | null {
  const { layer } = state;
  return layer === 'pause' || layer === 'resume' || layer === 'remove' ? requestOf(state, { ask: layer }) : null;
}
