import type { Characters } from '../words/characters.ts';
import { plainText } from '../words/terminal/row.ts';
import { createCanvas } from './canvas.ts';
import { bridged, placeColumns, pointBuckets } from './columns.ts';
import { dotsIn, drawCurve } from './curves.ts';
import { robustRange, wholeRange } from './range.ts';
import { rowOf, scaleFor } from './scale.ts';
import { drawYAxis, yAxisWidth } from './yAxis.ts';

/** A curve without colour: its points by rising x, and the letter that tells it from others; none for a single one. */
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
  /** Whether values are fractions to be written as percentages. */
  readonly percent: boolean;
}

/**
 * Draws curves over one another on the scale that holds them all, from x = 0, as lines of text with letters on each
 * curve. Returns nothing when no curve has a point.
 */
export function overlaidPlot(
  curves: readonly LetteredCurve[],
  { width, height, characters, percent }: PlotOptions,
): string[] {
  const drawn = curves.filter(({ points }) => points.length > 0);
  const all = drawn.flatMap(({ points }) => points);
  const range = robustRange(all.map(({ value }) => value));
  if (range === null) return [];
  const scale = scaleFor(wholeRange(range), height, { percent });
  const gutter = yAxisWidth(scale);
  const to = Math.max(...all.map(({ at }) => at));
  const cells = Math.max(10, width - gutter);
  const canvas = createCanvas(gutter + cells, height);
  drawYAxis(canvas, gutter, scale, characters);
  for (const [index, { letter, points }] of drawn.entries()) {
    const buckets = pointBuckets(points);
    const columns = placeColumns(buckets, 0, to, cells * dotsIn[characters].across);
    drawCurve(canvas, gutter, columns, scale, { characters, role: 'plain', band: false });
    const line = bridged(placeColumns(buckets, 0, to, cells).mean);
    for (const [x, value] of line?.values.entries() ?? []) {
      const isMarked = x % letterInterval === (index * 3) % letterInterval || x === line!.values.length - 1;
      if (isMarked && letter !== '') canvas.put(gutter + line!.start + x, rowOf(scale, value), letter, 'plain');
    }
  }
  return canvas.rows().map(plainText);
}

/** Cells between two letters on one curve. */
const letterInterval = 12;
