import { paneSize } from '../layout/paneSize.ts';
import type { ScreenAction } from '../state.ts';
import { displayWidth, screenText } from '../../../words/terminal/screenText.ts';
import type { View } from '../view.ts';
import { shownLines } from './logLines.ts';

/** Shifts the log by half the width of the pane to the right (left below zero), up to the end of its longest line. */
export function shiftLog({ state, facts }: View, by: number): ScreenAction {
  const { width, height } = paneSize({ state, facts }, 'log');
  const widths = shownLines(facts, state, height).map(({ text }) => displayWidth(screenText(text)));
  return {
    type: 'shiftLog',
    by: by * Math.max(1, width >> 1),
    max: Math.max(0, Math.max(0, ...widths) - (width >> 1)),
  };
}
