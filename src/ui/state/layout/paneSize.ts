import { type ScreenFacts, isOver } from '../facts/facts.ts';
import type { ScreenState } from '../state.ts';
import type { View } from '../view.ts';
import { currentLayout, withVisibleFocus } from './wantedPanes.ts';
import type { PaneName } from '../panes.ts';
import { layOut } from './layout.ts';

/** Returns the columns and rows of the content of a pane, without its border and title. */
export function paneSize({ state, facts }: View, name: PaneName): { readonly width: number; readonly height: number } {
  const layout = currentLayout(facts, state);
  const frame = layout.bordered ? 2 : 1;
  const placed = layout.bands.flatMap(({ columns }) =>
    columns.flatMap(({ width, panes }) => panes.map((pane) => ({ ...pane, width }))),
  );
  const pane = state.full === null ? placed.find((each) => each.name === name) : undefined;
  if (isCompact({ state, facts })) {
    return { width: layout.width, height: name === 'log' ? minLogRows : layout.bodyRows };
  }
  return { width: (pane?.width ?? layout.width) - 2, height: (pane?.height ?? layout.bodyRows) - frame };
}

/** Lines of the log below the sparklines of a small terminal. */
const minLogRows = 2;

/**
 * Whether an arrow scrolls the log: it is focused, or nothing else can be scrolled. Once a training is over that is its
 * summary.
 */
export function isLogScrolled(facts: ScreenFacts, state: ScreenState): boolean {
  if (state.layer !== null) return false;
  if (isCompact({ state, facts })) return !isOver(facts);
  return withVisibleFocus({ state, facts }).state.focus === 'log';
}

/** Whether the terminal is small and no pane has the whole screen. */
export function isCompact({ state, facts }: View): boolean {
  return state.full === null && currentLayout(facts, state).kind === 'compact';
}

/** Returns the rows that a page key scrolls by. */
export function pageRows({ state }: View): number {
  return Math.max(1, layOut(state.columns, state.rows, ['log'], false).bodyRows - 3);
}
