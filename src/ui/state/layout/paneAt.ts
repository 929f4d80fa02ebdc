import type { PaneName } from '../panes.ts';
import type { View } from '../view.ts';
import { currentLayout } from './wantedPanes.ts';

/** Returns the pane that is drawn at a cell of the screen, counted from 0; null where there is none. */
export function paneAt({ state, facts }: View, column: number, row: number): PaneName | null {
  const { bannerRows, bodyRows, bands } = currentLayout(facts, state);
  const line = row - 1 - bannerRows;
  if (line < 0 || line >= bodyRows) return null;
  if (state.full !== null) return state.full;
  const band = cellOf(bands, line, ({ height }) => height);
  const across = band === null ? null : cellOf(band.of.columns, column, ({ width }) => width);
  if (band === null || across === null) return null;
  return cellOf(across.of.panes, band.within, ({ height }) => height)?.of.name ?? null;
}

/** Returns which of several, so long each, holds a cell, and the cell counted from its start. */
function cellOf<Part>(
  parts: readonly Part[],
  cell: number,
  lengthOf: (part: Part) => number,
): { readonly of: Part; readonly within: number } | null {
  let start = 0;
  for (const of of parts) {
    const end = start + lengthOf(of);
    if (cell < end) return { of, within: cell - start };
    start = end;
  }
  return null;
}
