import { linearGrid, logGrid, type RowGrid } from './grid.ts';
import { type Range, wholeRange } from './range.ts';
import { tickLabels } from './tickLabels.ts';

/**
 * The one mapping of a chart from values to rows: curves, lines, stars, zones and labels all go by it. A place is
 * counted in rows from the upper edge of the plot, so that the middle of the first row is 0.5.
 */
export interface Scale {
  readonly rows: number;
  readonly log: boolean;
  /** What the middle of the lowest row and the distance of two rows stand for; in a log scale, powers of ten. */
  readonly lowest: number;
  readonly perRow: number;
  /** Whether the first row stands for all that lies above the others. */
  readonly broken: boolean;
  readonly ticks: readonly AxisTick[];
}

/** A label of the axis, in the middle of its row. */
export interface AxisTick {
  readonly row: number;
  readonly value: number;
  readonly label: string;
}

/**
 * Returns the scale that holds a range in so many rows with the least room to spare: 3 to 6 round ticks (two on fewer
 * than six rows, one on a single row), each in the middle of a row, and between two of them whole rows. What lies
 * beyond the range gets the first row for itself, behind a break of the axis. `percent`: labels are of fractions.
 * A logarithmic scale of less than most of a decade is a linear one: it looks the same and has rounder ticks.
 */
export function scaleFor(
  range: Range,
  rows: number,
  { log = false, percent = false }: { readonly log?: boolean; readonly percent?: boolean } = {},
): Scale {
  const height = Math.max(1, rows);
  const broken = range.beyond !== null && height >= minBrokenRows;
  const { low, high } = broken ? range : wholeRange(range);
  const own = broken ? height - 1 : height;
  const factor = percent ? 100 : 1;
  const logarithmic = log ? logGrid(low, high, own) : null;
  const grid = logarithmic ?? linearGrid(low * factor, high * factor, own);
  const isLog = logarithmic !== null;
  const top = broken ? 1 : 0;
  const values = grid.ticks.map((row) => valueAt(grid, isLog, row));
  const labels = tickLabels(values, isLog ? null : grid.step);
  const ticks = grid.ticks.map((row, index) => ({
    row: top + own - 1 - row,
    value: isLog ? values[index]! : values[index]! / factor,
    label: labels[index]!,
  }));
  const beyond = broken ? [{ row: 0, value: range.beyond, label: tickLabels([range.beyond * factor], null)[0]! }] : [];
  return {
    rows: height,
    log: isLog,
    lowest: isLog ? grid.lowest : grid.lowest / factor,
    perRow: isLog ? grid.perRow : grid.perRow / factor,
    broken,
    ticks: [...beyond, ...ticks],
  };
}

/** A row for what lies beyond the range, and enough for the range. */
const minBrokenRows = 4;

function valueAt({ lowest, perRow }: RowGrid, log: boolean, row: number): number {
  const value = lowest + perRow * row;
  // A tick of 2 or 5 may lie a little off the middle of its row.
  if (log) return Number((10 ** value).toPrecision(1));
  // What should be zero is not quite.
  return Math.abs(value) < perRow * 1e-6 ? 0 : value;
}

/**
 * Returns the place of a value in rows from the upper edge, between 0 and all rows: the middle of the first row where
 * it lies above a break. NaN where it cannot be drawn.
 */
export function placeOn(scale: Scale, value: number): number {
  const place = boundlessPlace(scale, value);
  if (scale.broken && place < 1) return 0.5;
  return Math.min(scale.rows, Math.max(0, place));
}

/** Whether a value lies on the scale itself, neither outside nor above a break. */
export function isOn(scale: Scale, value: number): boolean {
  const place = boundlessPlace(scale, value);
  return place >= (scale.broken ? 1 : 0) && place <= scale.rows;
}

/** Returns the place of a value as if the scale went on at both ends: that of one outside lies outside. */
export function boundlessPlace({ rows, log, lowest, perRow }: Scale, value: number): number {
  if (!Number.isFinite(value) || (log && value <= 0)) return Number.NaN;
  return rows - 0.5 - ((log ? Math.log10(value) : value) / perRow - lowest / perRow);
}

/** Returns the row or, with several `dots` to a row, the line of dots that holds a place. */
export function dotAt(scale: Scale, place: number, dots: number): number {
  return Math.min(scale.rows * dots - 1, Math.max(0, Math.floor(place * dots)));
}

/** Returns the row of a value, counted from the top; NaN where it cannot be drawn. */
export function rowOf(scale: Scale, value: number): number {
  const place = placeOn(scale, value);
  return Number.isNaN(place) ? Number.NaN : dotAt(scale, place, 1);
}
