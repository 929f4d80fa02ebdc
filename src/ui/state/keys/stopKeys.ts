import type { StopChoice } from '../state.ts';
import type { View } from '../view.ts';
import type { Command, KeyBinding } from './keyBinding.ts';
import { isAllowed, stopChoices } from '../stopChoices.ts';

/** The stop dialog. */
export const stopKeys: readonly KeyBinding[] = [
  {
    keys: ['c', 'i', 't', 'k', 'a'],
    shown: 'c i t k a',
    does: 'stop after the next save; send SIGINT, SIGTERM, SIGKILL (each only after the one before); do not wait for a save',
    contexts: ['stop'],
    touchesTraining: true,
    act: (view, key) => {
      const chosen = stopChoices(view.facts).find((choice) => choice.key === key);
      return chosen === undefined ? null : take(view, chosen.choice);
    },
  },
  {
    keys: ['left', 'right', 'tab', 'shift+tab'],
    shown: 'Tab left right',
    does: 'next choice',
    contexts: ['stop'],
    touchesTraining: true,
    offered: ({ exit }) => exit === null,
    hint: { key: 'tab', label: 'next choice', rank: 3 },
    act: (view, key) => nextChoice(view, key === 'tab' || key === 'right' ? 1 : -1),
  },
  {
    keys: ['enter'],
    shown: 'Enter',
    does: 'take the marked choice (at first: cancel)',
    contexts: ['stop'],
    touchesTraining: true,
    offered: ({ exit }) => exit === null,
    hint: { key: 'enter', label: 'take it', rank: 2 },
    act: (view) => take(view, view.state.choice),
  },
];

function take({ state, facts }: View, choice: StopChoice): Command | null {
  if (choice === 'cancel' || facts.exit !== null) return { type: 'back' };
  return isAllowed(facts, state, choice) ? { type: 'execute', action: choice } : null;
}

function nextChoice({ state, facts }: View, by: number): Command {
  const open = stopChoices(facts)
    .filter(({ choice }) => isAllowed(facts, state, choice))
    .map(({ choice }) => choice);
  const at = Math.max(0, open.indexOf(state.choice));
  return { type: 'choose', choice: open[(at + by + open.length) % open.length] ?? 'cancel' };
}
