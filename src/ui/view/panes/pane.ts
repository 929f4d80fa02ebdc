import type { ScreenFacts } from '../../state/facts/facts.ts';
import type { ScreenState } from '../../state/state.ts';
import type { Row } from '../../../words/terminal/row.ts';

/** Draws the content of a pane: a pure function of the facts, the screen's state and the size. */
export type PaneDraw = (facts: ScreenFacts, state: ScreenState, width: number, height: number) => PaneView;

export interface PaneView {
  /** After the pane's number and name. */
  readonly title: Row;
  /** At most `height` rows; wider ones are cut. */
  readonly rows: readonly Row[];
  /** Rows without the limit of the height, for scrolling. */
  readonly length: number;
  /** A table to be drawn over the first rows, which are blank. */
  readonly table?: TableView;
}

/** Cells that are already cut to their width. */
export interface TableView {
  readonly columns: readonly string[];
  readonly data: readonly Readonly<Record<string, string>>[];
}

/** Returns the rows that are in view. */
export function scrolled(rows: readonly Row[], from: number, height: number): Row[] {
  const start = Math.max(0, Math.min(from, rows.length - height));
  return rows.slice(start, start + height);
}
