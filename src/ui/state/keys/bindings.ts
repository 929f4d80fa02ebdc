import type { ScreenFacts } from '../facts/facts.ts';
import type { ScreenState } from '../state.ts';
import type { View } from '../view.ts';
import { withVisibleFocus } from '../layout/wantedPanes.ts';
import type { Command, Context, KeyBinding } from './keyBinding.ts';
import { keyTable } from './keyTable.ts';

/** Returns where keys go now. */
export function contextOf(state: ScreenState): Context {
  if (state.typing !== null) return 'filter';
  return state.layer ?? 'panes';
}

/** Returns the bindings of this screen. A read-only one has none that touches the training. */
export function bindingsFor({ state, facts }: View): KeyBinding[] {
  const context = contextOf(state);
  return keyTable.filter(
    ({ contexts, touchesTraining, possible }) =>
      contexts.includes(context) &&
      (touchesTraining !== true || canTouch(facts, context)) &&
      (possible === undefined || possible(facts)),
  );
}

/** Returns what a key does in a view, or null. Characters typed into the filter are text. */
export function commandFor(seen: View, key: string): Command | null {
  const view = withVisibleFocus(seen);
  const binding = bindingsFor(view).find(({ keys }) => keys.includes(key));
  if (binding !== undefined) return binding.act(view, key);
  if (contextOf(view.state) !== 'filter') return null;
  const text = key === 'space' ? ' ' : key;
  return Array.from(text).length === 1
    ? { type: 'type', text: `${view.state.typing ?? ''}${text}`.slice(0, maxFilterLength) }
    : null;
}

const maxFilterLength = 80;

/** The dialog keeps its keys when the training ends while it is open. */
function canTouch({ readonly, ladder, exit }: ScreenFacts, context: Context): boolean {
  if (readonly || ladder === null) return false;
  return context === 'stop' || exit === null || exit.left.length > 0;
}
