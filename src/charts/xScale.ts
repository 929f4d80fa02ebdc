import { columnOf } from './columns.ts';
import type { Future } from './chartSpec.ts';

/** The one mapping of a chart from x to columns. */
export interface XScale {
  readonly from: number;
  /** The newest x; what comes after it is expected. */
  readonly now: number;
  /** The last x. */
  readonly to: number;
  /** All cells, and those before a break in the axis; both are equal where there is none. */
  readonly cells: number;
  readonly beforeBreak: number;
}

/**
 * Returns the scale of a chart with so many cells. The future has its true share of them, unless less than two fifths
 * were left for the past: then the axis is broken at the newest x, and the future has a scale of its own behind it.
 */
export function xScaleFor(from: number, now: number, future: Future | null, cells: number): XScale {
  if (future === null || cells < minCells || !(future.to > now))
    return { from, now, to: now, cells, beforeBreak: cells };
  const share = (future.to - now) / Math.max(future.to - from, Number.MIN_VALUE);
  const beforeBreak = share <= maxShare ? cells : Math.ceil(cells * (1 - maxShare));
  return { from, now, to: future.to, cells, beforeBreak };
}

/** Narrower charts show the past only. */
const minCells = 18;
const maxShare = 0.6;

/** Returns the end of the stretch before a break: its x and its columns, `across` of them to a cell. */
export function unbroken(
  { now, to, cells, beforeBreak }: XScale,
  across: number,
): { readonly to: number; readonly columns: number } {
  return { to: beforeBreak === cells ? to : now, columns: beforeBreak * across };
}

/** Returns the column of an x, `across` of them to a cell; null where it lies outside. */
export function xColumn(scale: XScale, x: number, across: number): number | null {
  const { to, columns } = unbroken(scale, across);
  if (x <= to) return columnOf(x, scale.from, to, columns);
  const column = columnOf(x, to, scale.to, scale.cells * across - columns);
  return column === null ? null : columns + column;
}

/** Returns the x in the middle of a column: the way back. */
export function xAt(scale: XScale, column: number, across: number): number {
  const { to, columns } = unbroken(scale, across);
  if (column < columns) return scale.from + ((column + 0.5) / columns) * (to - scale.from);
  return to + ((column - columns + 0.5) / (scale.cells * across - columns)) * (scale.to - to);
}
