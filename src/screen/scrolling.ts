import type { View } from './keys.ts';
import { layerLength, pageRows } from './layers.ts';
import { drawPane } from './panes/index.ts';
import { logLines } from './panes/log.ts';
import type { ScreenAction } from './state.ts';
import { currentLayout } from './wanted.ts';

/** What an arrow or page key scrolls: the open layer, else the log, else the pane with the focus. */
export function scrollAction({ state, facts }: View, key: string): ScreenAction {
  const page = pageRows({ state, facts });
  if (key === 'log up' || key === 'log down') return scrollLog({ state, facts }, key === 'log up' ? 1 : -1);
  const by = steps(page)[key] ?? 0;
  if (state.layer !== null) {
    return { type: 'scrollLayer', by, most: Math.max(0, layerLength({ state, facts }) - page) };
  }
  const layout = currentLayout(facts, state);
  if (state.focus === 'log' || layout.kind === 'compact') return scrollLog({ state, facts }, -by);
  const placed = layout.bands.flatMap((band) => band.panes.map((pane) => ({ ...pane, height: band.height })));
  const pane = state.full === null ? placed.find(({ name }) => name === state.focus) : undefined;
  const height = (pane?.height ?? layout.bodyRows) - (layout.bordered ? 2 : 1);
  const { length } = drawPane(state.focus, facts, state, (pane?.width ?? layout.width) - 2, height);
  return { type: 'scrollPane', pane: state.focus, by, most: Math.max(0, length - height) };
}

function scrollLog({ state, facts }: View, by: number): ScreenAction {
  return { type: 'scrollLog', by, lines: facts.tail, most: Math.max(0, logLines(facts, state).length - 1) };
}

function steps(page: number): Readonly<Record<string, number>> {
  const far = Number.MAX_SAFE_INTEGER;
  return { up: -1, down: 1, pageup: -page, pagedown: page, home: -far, end: far };
}
