import { layerLength, pageRows } from '../view/layers.ts';
import { isCompact, isLogScrolled, paneSize } from '../view/paneSize.ts';
import { drawPane } from '../view/panes/index.ts';
import { logLines } from '../view/panes/log.ts';
import type { PaneName, ScreenAction } from './state.ts';
import type { View } from './view.ts';
import { withVisibleFocus } from './wanted.ts';

/** What an arrow or page key scrolls: the open layer, else the log, else the pane with the focus. */
export function scrollAction(view: View, key: string): ScreenAction {
  const { state, facts } = withVisibleFocus(view);
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

/** So many lines of the kept log up (or down, below zero). */
export function scrollLog({ state, facts }: View, by: number): ScreenAction {
  return { type: 'scrollLog', by, lines: facts.tail, most: Math.max(0, logLines(facts, state).length - 1) };
}

/** Lines that a key goes down by. */
export function steps(page: number): Readonly<Record<string, number>> {
  const far = Number.MAX_SAFE_INTEGER;
  return { up: -1, down: 1, pageup: -page, pagedown: page, home: -far, end: far };
}
