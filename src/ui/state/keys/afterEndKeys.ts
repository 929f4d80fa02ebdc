import { isOver, type ScreenFacts } from '../facts/facts.ts';
import type { KeyBinding } from './keyBinding.ts';

/** A run that has ended, in the dialog of stops, which only tells how it went then. */
export const afterEndKeys: readonly KeyBinding[] = [
  {
    keys: ['F'],
    shown: 'F',
    does: 'once a run has ended: do what its trainer would have done at its end (plateau finish), which asks first',
    contexts: ['stop'],
    possible: canGoOn,
    hint: { key: 'F', label: 'finish', rank: 2 },
    act: () => ({ type: 'leave', next: 'finish' }),
  },
  {
    keys: ['r'],
    shown: 'r',
    does: 'once a run has ended: go on with it (plateau continue), which asks first',
    contexts: ['stop'],
    possible: canGoOn,
    hint: { key: 'r', label: 'continue', rank: 3 },
    act: () => ({ type: 'leave', next: 'continue' }),
  },
];

/** Whether this is the screen of a run that is over, and of which somebody may start what comes next. */
export function canGoOn(facts: ScreenFacts): boolean {
  return facts.runId !== null && !facts.readonly && isOver(facts);
}
