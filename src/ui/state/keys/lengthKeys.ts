import type { KeyBinding } from './keyBinding.ts';

/** The planned length, where the log does not tell it. */
export const lengthKeys: readonly KeyBinding[] = [
  {
    keys: ['l'],
    shown: 'l',
    does: 'tell the planned length, where the log does not: then there are a time left and odds',
    contexts: ['panes', 'why'],
    possible: ({ needsLength }) => needsLength,
    hint: { key: 'l', label: 'length', rank: 3 },
    act: () => ({ type: 'open', layer: 'length' }),
  },
  {
    keys: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    shown: '0-9',
    does: 'type the number',
    contexts: ['length'],
    act: ({ state }, key) => ({ type: 'entry', text: `${state.entry}${key}` }),
  },
  {
    keys: ['backspace'],
    shown: 'Backspace',
    does: 'delete the last digit',
    contexts: ['length'],
    act: ({ state }) => ({ type: 'entry', text: state.entry.slice(0, -1) }),
  },
  {
    keys: ['enter'],
    shown: 'Enter',
    does: 'take the number',
    contexts: ['length'],
    hint: { key: 'enter', label: 'take it', rank: 2 },
    act: ({ state }) =>
      Number(state.entry) > 0 ? { type: 'tellLength', length: Number(state.entry) } : { type: 'back' },
  },
];
