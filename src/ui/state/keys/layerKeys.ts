import { everywhere, layers } from './contexts.ts';
import type { KeyBinding } from './keyBinding.ts';

/** Closing whatever lies over the panes. */
export const layerKeys: readonly KeyBinding[] = [
  {
    keys: ['enter'],
    shown: 'Enter',
    does: 'cancel',
    contexts: ['pause', 'auto'],
    act: () => ({ type: 'back' }),
  },
  {
    keys: ['n', 'q'],
    shown: 'n q',
    does: 'cancel, close',
    contexts: layers,
    hint: { key: 'n', label: 'close', rank: 1 },
    act: () => ({ type: 'back' }),
  },
  {
    keys: ['escape'],
    shown: 'Esc',
    does: 'one layer out: dialog, cursor, full screen, scrolling, filter',
    contexts: everywhere,
    act: () => ({ type: 'back' }),
  },
];
