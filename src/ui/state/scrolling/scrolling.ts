import { isCompact, isLogScrolled, pageRows, paneSize } from '../layout/paneSize.ts';
import type { ScreenAction, ScreenState } from '../state.ts';
import type { View } from '../view.ts';
import { withVisibleFocus } from '../layout/wantedPanes.ts';
import { logLines } from './logLines.ts';
import { listedReasons } from '../facts/reasons.ts';
import type { PaneName } from '../panes.ts';
import { steps } from './steps.ts';

/** How far the screen can be scrolled. Only the view knows, which draws the content for it. */
export interface ContentLengths {
  /** By how many rows the open layer can be scrolled. */
  readonly layer: (view: View) => number;
  /** Rows of a pane without the limit of its height. */
  readonly pane: (view: View, pane: PaneName, width: number, height: number) => number;
}

/** Returns what an arrow or page key scrolls: the open layer, else the log, else the focused pane. */
export function scrollAction(view: View, key: string, lengths: ContentLengths): ScreenAction {
  const { state, facts } = withVisibleFocus(view);
  const page = pageRows({ state, facts });
  const by = steps(page)[key] ?? 0;
  if (state.layer === 'runs') return marking('runs', by, facts.others?.length ?? 0);
  if (state.layer !== null) {
    return { type: 'scrollLayer', by, max: lengths.layer({ state, facts }) };
  }
  if (isLogScrolled(facts, state)) return scrollLog({ state, facts }, -by);
  if (isCompact({ state, facts })) return scrollPane({ state, facts }, 'verdict', by, lengths);
  if (state.focus === 'checklist')
    return marking('checklist', by, facts.checklist.filter((item) => item.byHand).length);
  if (state.focus === 'verdict' && movesReason({ state, facts }, by))
    return marking('reasons', by, listedReasons(facts).length);
  return scrollPane({ state, facts }, state.focus, by, lengths);
}

/** Whether a row up or down goes to another reason: beyond the last one the pane scrolls. */
function movesReason({ state, facts }: View, by: number): boolean {
  const last = listedReasons(facts).length - 1;
  const marked = Math.min(state.marked.reasons, last);
  if (by === 1) return marked < last;
  return by === -1 && marked > 0 && (state.scroll.verdict ?? 0) === 0;
}

/** Moves the mark in a list of so many items. */
function marking(list: keyof ScreenState['marked'], by: number, length: number): ScreenAction {
  return { type: 'mark', list, by, max: Math.max(0, length - 1) };
}

function scrollPane(view: View, pane: PaneName, by: number, lengths: ContentLengths): ScreenAction {
  const { width, height } = paneSize(view, pane);
  const max = Math.max(0, lengths.pane(view, pane, width, height) - height);
  return { type: 'scrollPane', pane, by, max };
}

/** Scrolls the kept log up by lines (down below zero). */
export function scrollLog({ state, facts }: View, by: number): ScreenAction {
  return { type: 'scrollLog', by, lines: facts.tail, max: Math.max(0, logLines(facts, state).length - 1) };
}
