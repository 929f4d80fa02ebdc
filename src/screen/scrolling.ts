import type { View } from './keys/bindings.ts';
import { layerLength, pageRows } from './layers.ts';
import { drawPane } from './panes/index.ts';
import { logLines } from './panes/log.ts';
import { type Facts, isOver } from './facts.ts';
import type { PaneName, ScreenAction, ScreenState } from './state.ts';
import { currentLayout } from './wanted.ts';

/** What an arrow or page key scrolls: the open layer, else the log, else the pane with the focus. */
export function scrollAction({ state, facts }: View, key: string): ScreenAction {
  const page = pageRows({ state, facts });
  const by = steps(page)[key] ?? 0;
  if (state.layer !== null) {
    return { type: 'scrollLayer', by, most: Math.max(0, layerLength({ state, facts }) - page) };
  }
  if (isLogScrolled(facts, state)) return scrollLog({ state, facts }, -by);
  if (isCompact({ state, facts })) return scrollPane({ state, facts }, 'verdict', by);
  if (state.focus === 'runs' || state.focus === 'checklist') {
    const { length } = state.focus === 'runs' ? (facts.others ?? []) : facts.checklist.filter((item) => item.byHand);
    return { type: 'mark', pane: state.focus, by, most: Math.max(0, length - 1) };
  }
  return scrollPane({ state, facts }, state.focus, by);
}

function scrollPane(view: View, pane: PaneName, by: number): ScreenAction {
  const { width, height } = paneSize(view, pane);
  const { length } = drawPane(pane, view.facts, view.state, width, height);
  return { type: 'scrollPane', pane, by, most: Math.max(0, length - height) };
}

/** A small terminal, on which no pane has the whole screen. */
function isCompact({ state, facts }: View): boolean {
  return state.full === null && currentLayout(facts, state).kind === 'compact';
}

/** Columns and rows of what a pane shows, its frame and its title left out. */
export function paneSize({ state, facts }: View, name: PaneName): { readonly width: number; readonly height: number } {
  const layout = currentLayout(facts, state);
  const frame = layout.bordered ? 2 : 1;
  const placed = layout.bands.flatMap((band) => band.panes.map((pane) => ({ ...pane, height: band.height })));
  const pane = state.full === null ? placed.find((each) => each.name === name) : undefined;
  if (isCompact({ state, facts })) {
    return { width: layout.width, height: name === 'log' ? leastLogRows : layout.bodyRows };
  }
  return { width: (pane?.width ?? layout.width) - 2, height: (pane?.height ?? layout.bodyRows) - frame };
}

/** Below the sparklines of a small terminal there are at least so many lines of the log. */
const leastLogRows = 2;

/** Whether an arrow scrolls the log: it has the focus, or is all that could; once a training is over that is its summary. */
export function isLogScrolled(facts: Facts, state: ScreenState): boolean {
  if (state.layer !== null) return false;
  return isCompact({ state, facts }) ? !isOver(facts) : state.focus === 'log';
}

/** So many lines of the kept log up (or down, below zero). */
export function scrollLog({ state, facts }: View, by: number): ScreenAction {
  return { type: 'scrollLog', by, lines: facts.tail, most: Math.max(0, logLines(facts, state).length - 1) };
}

/** Lines that a key goes down by. */
export function steps(page: number): Readonly<Record<string, number>> {
  const far = Number.MAX_SAFE_INTEGER;
  return { up: -1, down: 1, pageup: -page, pagedown: page, home: -far, end: far };
}
