import type { PaneName } from '../panes.ts';
import type { View } from '../view.ts';
import { currentLayout } from './wantedPanes.ts';

/** Returns the pane that is drawn at a cell of the screen, counted from 0; null where there is none. */
export function paneAt({ state, facts }: View, column: number, row: number): PaneName | null {
  const { bannerRows, bodyRows, bands } = currentLayout(facts, state);
  const line = row - 1 - bannerRows;
  if (line < 0 || line >= bodyRows) return null;
  if (state.full !== null) return state.full;
  let top = 0;
  for (const { height, panes } of bands) {
    if (line < top + height) {
      let left = 0;
      return panes.find(({ width }) => column < (left += width))?.name ?? null;
    }
    top += height;
  }
  return null;
}
