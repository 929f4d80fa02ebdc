import type { Characters } from '../words/characters.ts';
import { plainText } from '../words/terminal/row.ts';
import { createCanvas } from './canvas.ts';
import { bridged, placeColumns, pointBuckets } from './columns.ts';
import { columnsIn, plot } from './plots.ts';
import { fixedScale, fromUnit, rowOf } from './scale.ts';

/** A curve without colour: its points by rising x, and the letter that tells it from the others. */
export interface LetteredCurve {
  readonly letter: string;
  readonly points: readonly { readonly at: number; readonly value: number }[];
}

export interface PlotOptions {
  /** Cells of a line, labels included. */
  readonly width: number;
  /** Lines. */
  readonly height: number;
  readonly characters: Characters;
}

/**
 * Draws curves over one another on the scale that holds them all, from x = 0, as lines of text with letters on each
 * curve. Returns nothing when no curve has a point.
 */
export function overlaidPlot(curves: readonly LetteredCurve[], { width, height, characters }: PlotOptions): string[] {
  const drawn = curves.filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return [];
  const all = drawn.flatMap(({ points }) => points);
  const values = all.map(({ value }) => value);
  const scale = fixedScale(Math.min(...values), Math.max(...values), values);
  const to = Math.max(...all.map(({ at }) => at));
  const cells = Math.max(10, width - gutter);
  const canvas = createCanvas(gutter + cells, height);
  for (let y = 0; y < height; y++) {
    const label = Math.max(0, fromUnit(scale, 1 - y / Math.max(1, height - 1))).toFixed(3);
    canvas.put(0, y, label.padStart(gutter - 1) + (characters === 'ascii' ? '|' : '┤'), 'plain');
  }
  for (const [index, { letter, points }] of drawn.entries()) {
    const buckets = pointBuckets(points);
    const columns = placeColumns(buckets, 0, to, columnsIn(cells, characters));
    canvas.draw(gutter, plot(columns, scale, cells, height, characters), 'plain');
    const line = bridged(placeColumns(buckets, 0, to, cells).mean);
    for (const [x, value] of line?.values.entries() ?? []) {
      const isMarked = x % letterInterval === (index * 3) % letterInterval || x === line!.values.length - 1;
      if (isMarked) canvas.put(gutter + line!.start + x, rowOf(scale, value, height), letter, 'plain');
    }
  }
  return canvas.rows().map(plainText);
}

/** Cells of a label of three decimals and of the axis. */
const gutter = 7;
/** Cells between two letters on one curve. */
const letterInterval = 12;
