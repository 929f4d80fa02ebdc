import type { Facts } from '../facts.ts';
import type { Deed, Layer, ScreenAction, ScreenState } from '../state.ts';
import { withVisibleFocus } from '../wanted.ts';
import { keyTable } from './keyTable.ts';

/** What a key asks for: a change of the screen's state, or something that only the owner of the terminal or of the training can do. */
export type Command =
  | ScreenAction
  | { readonly type: 'close' }
  | { readonly type: 'repaint' }
  | { readonly type: 'suspend' }
  | { readonly type: 'openStop' }
  | { readonly type: 'carryOut'; readonly deed: Deed }
  | { readonly type: 'scroll'; readonly key: string }
  /** Looks for the filter in the whole log. */
  | { readonly type: 'find'; readonly where: 'older' | 'newer' }
  /** Reads the other trainings, and lays the newest over the charts when that was asked. */
  | { readonly type: 'readOthers'; readonly overlay: boolean }
  | { readonly type: 'tick'; readonly id: string }
  | { readonly type: 'snapshot' };

export interface View {
  readonly state: ScreenState;
  readonly facts: Facts;
}

/** Where a key counts. `filter`: a filter is being typed, and printable characters are text. */
export type Context = 'panes' | 'filter' | Layer;

/** One row of the only table of keys. The help and the hints are drawn from it. */
export interface KeyBinding {
  /** As `keyName` names them. */
  readonly keys: readonly string[];
  readonly shown: string;
  readonly does: string;
  readonly contexts: readonly Context[];
  /** Can lead to a signal: gone on a read-only screen and where there is nothing to control. */
  readonly touchesTraining?: true;
  /** Whether it can be done to this training at all; without this it can. What cannot is no key. */
  readonly possible?: (facts: Facts) => boolean;
  /** Whether the hints name it now; without this they always do. */
  readonly offered?: (facts: Facts) => boolean;
  /** `long` is said instead of `label` where all hints fit with it. */
  readonly hint?: { readonly key: string; readonly label: string; readonly long?: string; readonly rank: number };
  /** What the key does now; null when it has nothing to do. */
  readonly act: (view: View, key: string) => Command | null;
}

/** Where keys go now. */
export function contextOf(state: ScreenState): Context {
  if (state.typing !== null) return 'filter';
  return state.layer ?? 'panes';
}

/** The rows of the table that count for this screen. A read-only one has none that can touch the training. */
export function bindingsFor({ state, facts }: View): KeyBinding[] {
  const context = contextOf(state);
  return keyTable.filter(
    ({ contexts, touchesTraining, possible }) =>
      contexts.includes(context) &&
      (touchesTraining !== true || canTouch(facts, context)) &&
      (possible === undefined || possible(facts)),
  );
}

/** What a key does in a view, or null. Characters typed into the filter are text. */
export function commandFor(seen: View, key: string): Command | null {
  const view = withVisibleFocus(seen);
  const binding = bindingsFor(view).find(({ keys }) => keys.includes(key));
  if (binding !== undefined) return binding.act(view, key);
  if (contextOf(view.state) !== 'filter') return null;
  const text = key === 'space' ? ' ' : key;
  return Array.from(text).length === 1
    ? { type: 'type', text: `${view.state.typing ?? ''}${text}`.slice(0, longestFilter) }
    : null;
}

const longestFilter = 80;

/** The dialog keeps its keys when the training ends while it is open. */
function canTouch({ readonly, ladder, exit }: Facts, context: Context): boolean {
  if (readonly || ladder === null) return false;
  return context === 'stop' || exit === null || exit.left.length > 0;
}
