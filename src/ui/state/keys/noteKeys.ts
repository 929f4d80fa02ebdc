import type { KeyBinding } from './keyBinding.ts';
import { withoutLast } from './typing.ts';

/** What a person wants to remember of this training. */
export const noteKeys: readonly KeyBinding[] = [
  {
    keys: ['a'],
    shown: 'a',
    does: 'a note on this training, kept with it',
    contexts: ['panes', 'why'],
    possible: ({ note }) => note !== null,
    hint: { key: 'a', label: 'note', rank: 19 },
    act: ({ facts }) => ({ type: 'open', layer: 'note', entry: facts.note?.text ?? '' }),
  },
  {
    keys: ['backspace'],
    shown: 'Backspace',
    does: 'delete the last character',
    contexts: ['note'],
    act: ({ state }) => ({ type: 'entry', text: withoutLast(state.entry) }),
  },
  {
    keys: ['ctrl+u'],
    shown: '^U',
    does: 'delete all of it',
    contexts: ['note'],
    act: () => ({ type: 'entry', text: '' }),
  },
  {
    keys: ['enter'],
    shown: 'Enter',
    does: 'keep the note',
    contexts: ['note'],
    hint: { key: 'enter', label: 'keep it', rank: 1 },
    act: ({ state, facts }) =>
      state.entry.trim() === (facts.note?.text ?? '')
        ? { type: 'back' }
        : { type: 'keepNote', text: state.entry.trim() },
  },
];
