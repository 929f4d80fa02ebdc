import { everywhere, layers } from './contexts.ts';
import type { KeyBinding } from './keyBinding.ts';

const back = () => ({ type: 'back' }) as const;

/** Closing whatever lies over the panes. */
export const layerKeys: readonly KeyBinding[] = [
  {
    keys: ['enter'],
    shown: 'Enter',
    does: 'cancel',
    contexts: ['pause', 'auto'],
    act: back,
  },
  {
    keys: ['n', 'q'],
    shown: 'n q',
    does: 'cancel, close',
    contexts: layers,
    hint: { key: 'n', label: 'close', rank: 1 },
    act: back,
  },
  // Each layer is closed by the key that opened it, too.
  { keys: ['?', 'h', 'function'], shown: '?', does: 'close the help', contexts: ['help'], act: back },
  { keys: ['w'], shown: 'w', does: 'close the reasons', contexts: ['why'], act: back },
  { keys: ['s'], shown: 's', does: 'close the dialog', contexts: ['stop'], act: back },
  { keys: ['p'], shown: 'p', does: 'close the dialog', contexts: ['pause'], act: back },
  { keys: ['A'], shown: 'A', does: 'close the dialog', contexts: ['auto'], act: back },
  { keys: ['l'], shown: 'l', does: 'close the dialog', contexts: ['length'], act: back },
  { keys: ['R'], shown: 'R', does: 'close the list', contexts: ['runs'], act: back },
  {
    keys: ['escape'],
    shown: 'Esc',
    does: 'one layer out: dialog, cursor, full screen, scrolling, filter',
    contexts: everywhere,
    act: back,
  },
];
