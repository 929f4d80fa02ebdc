import type { ScreenFacts } from '../facts/facts.ts';
import type { ScreenState } from '../state.ts';
import type { View } from '../view.ts';
import { withVisibleFocus } from '../layout/wantedPanes.ts';
import { typed } from './contexts.ts';
import type { Command, Context, KeyBinding } from './keyBinding.ts';
import { keyTable } from './keyTable.ts';
import { longerFilter, typedBy } from './typing.ts';

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
  if (!typed.has(contextOf(view.state))) return whyNoKey(view, key);
  const text = typedBy(key);
  return text === null ? null : typedText(view.state, text);
}

/** Returns what comes of text that is typed or pasted where it is text; null elsewhere. */
export function typedText(state: ScreenState, text: string): Command | null {
  const context = contextOf(state);
  if (context === 'note') return { type: 'entry', text: state.entry + text };
  return context === 'filter' ? { type: 'type', text: longerFilter(state.typing, text) } : null;
}

/** Says why a key that would touch the training does nothing here; null for a key that has no meaning. */
function whyNoKey({ state, facts }: View, key: string): Command | null {
  const context = contextOf(state);
  const isKnown = keyTable.some(
    ({ contexts, keys, touchesTraining }) =>
      touchesTraining === true && contexts.includes(context) && keys.includes(key),
  );
  if (!isKnown || canTouch(facts, context)) return null;
  return { type: 'notice', text: `${key} does nothing here: ${whyUntouchable(facts)}.` };
}

function whyUntouchable({ readonly, ladder }: ScreenFacts): string {
  if (readonly) return 'this screen is read-only (--readonly)';
  return ladder === null ? 'from here only the log of the training is known' : 'the training is over';
}

/** The dialog keeps its keys when the training ends while it is open. */
function canTouch({ readonly, ladder, exit }: ScreenFacts, context: Context): boolean {
  if (readonly || ladder === null) return false;
  return context === 'stop' || exit === null || exit.left.length > 0;
}
