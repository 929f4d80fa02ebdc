import { row, type Row, span } from '../../../words/terminal/row.ts';

/** The rows of a layer that are in view, and by how many rows it can be scrolled. */
export interface DrawnLayer {
  readonly rows: readonly Row[];
  readonly reach: number;
}

/** Puts what scrolls between rows that stay. */
export function withScrolling(
  above: readonly Row[],
  scrolling: readonly Row[],
  below: readonly Row[],
  height: number,
  scroll: number,
): DrawnLayer {
  const room = Math.max(0, height - above.length - below.length);
  const reach = Math.max(0, scrolling.length - room);
  const from = Math.min(scroll, reach);
  const shown = scrolling.slice(from, from + room);
  const more = scrolling.length - from - shown.length;
  if (more > 0 && shown.length > 0) shown[shown.length - 1] = row(span(`(${more + 1} more: arrow down)`, 'dim'));
  return { rows: [...above, ...shown, ...below], reach };
}
