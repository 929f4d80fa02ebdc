import type { Row } from '../../../words/terminal/row.ts';

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
  return { rows: [...above, ...scrolling.slice(from, from + room), ...below], reach };
}
