import { everywhere } from './contexts.ts';
import type { KeyBinding } from './keyBinding.ts';
import { terminalKeys } from './terminalKeys.ts';

/** The screen as a whole, and the terminal. */
export const screenKeys: readonly KeyBinding[] = [
  {
    keys: ['S'],
    shown: 'S',
    does: 'save the screen as text',
    contexts: ['panes', 'why'],
    act: () => ({ type: 'snapshot' }),
  },
  {
    keys: ['m'],
    shown: 'm',
    does: 'use the mouse or give it back: the wheel zooms and scrolls, a click focuses; Shift then selects text',
    contexts: ['panes'],
    act: () => ({ type: 'mouse' }),
  },
  ...terminalKeys(everywhere, 'the training goes on'),
  {
    keys: ['q'],
    shown: 'q',
    does: 'close the dashboard; the training goes on',
    contexts: ['panes'],
    hint: { key: 'q', label: 'quit', long: 'quit (training goes on)', rank: 4 },
    act: () => ({ type: 'close' }),
  },
  {
    keys: ['ctrl+c'],
    shown: '^C',
    does: 'close the dashboard; never reaches the training',
    contexts: everywhere,
    act: () => ({ type: 'close' }),
  },
];
