import { terminalKeys } from '../terminalKeys.ts';
import { everywhere, type FleetKey } from './fleetKey.ts';

/** The screen as a whole, and the terminal. */
export const fleetScreenKeys: readonly FleetKey[] = [
  {
    keys: ['?', 'function'],
    shown: '? F1',
    does: 'this help; / filters it',
    contexts: ['list'],
    hint: { key: '?', label: 'help', rank: 1 },
    act: () => ({ type: 'open', layer: 'help' }),
  },
  {
    keys: ['escape'],
    shown: 'Esc',
    does: 'one layer out: dialog, marks, filter',
    contexts: everywhere,
    act: () => ({ type: 'back' }),
  },
  ...terminalKeys(everywhere, 'the trainings go on'),
  {
    keys: ['q'],
    shown: 'q',
    does: 'close the list; the trainings go on',
    contexts: ['list'],
    hint: { key: 'q', label: 'quit', rank: 4 },
    act: () => ({ type: 'close' }),
  },
  {
    keys: ['ctrl+c'],
    shown: '^C',
    does: 'close the list; never reaches a training',
    contexts: everywhere,
    act: () => ({ type: 'close' }),
  },
];
