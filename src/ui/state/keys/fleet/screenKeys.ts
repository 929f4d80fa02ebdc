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
  {
    keys: ['ctrl+l'],
    shown: '^L',
    does: 'repaint the screen',
    contexts: everywhere,
    act: () => ({ type: 'repaint' }),
  },
  {
    keys: ['ctrl+z'],
    shown: '^Z',
    does: 'put Plateau in the background of the shell; the trainings go on',
    contexts: everywhere,
    act: () => ({ type: 'suspend' }),
  },
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
