import type { ScreenFacts } from '../../state/facts/facts.ts';
import type { ScreenState } from '../../state/state.ts';
import type { Row } from '../../../words/terminal/row.ts';

/**
 * What a pane shows in a given number of rows and columns: a plain function of the facts, the screen's state and the
 * size.
 */
export type PaneDraw = (facts: ScreenFacts, state: ScreenState, width: number, height: number) => PaneView;

export interface PaneView {
  /** After the pane's number and name. */
  readonly title: Row;
  /** At most `height` rows; wider ones are cut. */
  readonly rows: readonly Row[];
  /** Rows there would be without the limit of the height, for scrolling. */
  readonly length: number;
  /** A table that Ink draws over the first rows, which are blank. */
  readonly table?: TableView;
}

/** Cells already cut to width. */
export interface TableView {
  readonly columns: readonly string[];
  readonly data: readonly Readonly<Record<string, string>>[];
}

/** The part of some rows that is in view. */
export function scrolled(rows: readonly Row[], from: number, height: number): Row[] {
  const start = Math.max(0, Math.min(from, rows.length - height));
  return rows.slice(start, start + height);
}
