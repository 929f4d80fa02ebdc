import asciichart from 'asciichart';
import type { Role } from '../words/terminal/row.ts';
import type { Characters } from '../words/characters.ts';
import { type Canvas, layers } from './canvas.ts';
import { bridged, type PlotColumns } from './columns.ts';
import { dotAt, placeOn, type Scale } from './scale.ts';

/** Dots of a cell that a plot can tell apart, by characters. */
export const dotsIn = {
  braille: { across: 2, down: 4 },
  box: { across: 1, down: 1 },
  ascii: { across: 1, down: 1 },
} as const satisfies Record<Characters, { readonly across: number; readonly down: number }>;

/**
 * Draws a curve with its upper left cell at `left`, 0: the line of its means and, if asked, the band from its lowest to
 * its highest values behind it, which keeps noise and single spikes in sight. `columns` has a value for each dot.
 */
export function drawCurve(
  canvas: Canvas,
  left: number,
  columns: PlotColumns,
  scale: Scale,
  { characters, role, band }: { readonly characters: Characters; readonly role: Role; readonly band: boolean },
): void {
  if (band) drawBand(canvas, left, columns, scale, characters);
  if (characters === 'box') return drawLine(canvas, left, columns, scale, role);
  const { across, down } = dotsIn[characters];
  const line = bridged(columns.mean.map((mean) => placeOn(scale, mean)));
  if (line === null) return;
  const put = (x: number, y: number, isLeap: boolean) => {
    if (characters === 'braille') canvas.dot(left * across + x, y, role, layers.curve);
    else canvas.put(left + x, y, isLeap ? '|' : '*', role, layers.curve);
  };
  let before: number | null = null;
  for (const [index, place] of line.values.entries()) {
    const x = line.start + index;
    const y: number = dotAt(scale, place, down);
    for (const leap of between(before ?? y, y)) put(leap.isFirstHalf ? x - 1 : x, leap.at, true);
    put(x, y, false);
    before = y;
  }
}

/** The rows between two, the nearer half to each. */
function between(from: number, to: number): { readonly at: number; readonly isFirstHalf: boolean }[] {
  const down = Math.sign(to - from);
  const length = Math.max(0, Math.abs(to - from) - 1);
  return Array.from({ length }, (_, index) => ({ at: from + (index + 1) * down, isFirstHalf: index < length / 2 }));
}

function drawBand(
  canvas: Canvas,
  left: number,
  { mean, low, high }: PlotColumns,
  scale: Scale,
  characters: Characters,
) {
  const { across, down } = dotsIn[characters];
  for (const [x, value] of low.entries()) {
    const [top, bottom] = [placeOn(scale, high[x]!), placeOn(scale, value)];
    if (Number.isNaN(top) || Number.isNaN(bottom) || high[x] === value) continue;
    const line = dotAt(scale, placeOn(scale, mean[x]!), down);
    for (let y = dotAt(scale, top, down); y <= dotAt(scale, bottom, down); y++) {
      if (characters === 'braille') canvas.dot(left * across + x, y, 'band', layers.band);
      else if (y !== line) canvas.put(left + x, y, characters === 'box' ? '·' : ':', 'band', layers.band);
    }
  }
}

/**
 * Draws a line of box-drawing characters with asciichart. asciichart throws on NaN and draws one row for a constant, so
 * it gets whole row numbers, at least one, and a range that is exactly the rows.
 */
function drawLine(canvas: Canvas, left: number, { mean }: PlotColumns, scale: Scale, role: Role): void {
  const line = bridged(mean.map((value) => placeOn(scale, value)));
  if (line === null) return;
  const rows = line.values.map((place) => scale.rows - 1 - dotAt(scale, place, 1));
  if (scale.rows === 1) {
    for (const index of rows.keys()) canvas.put(left + line.start + index, 0, '─', role, layers.curve);
    return;
  }
  // asciichart draws one column less than it gets values.
  const drawn = asciichart
    .plot([rows[0]!, ...rows], {
      height: scale.rows - 1,
      min: 0,
      max: scale.rows - 1,
      offset: axisCells,
      format: () => ' ',
    })
    .split('\n');
  for (const [y, text] of drawn.entries()) {
    for (const [column, character] of Array.from(text).entries()) {
      if (column < axisCells || column - axisCells >= rows.length || character === ' ') continue;
      canvas.put(left + line.start + column - axisCells, y, character, role, layers.curve);
    }
  }
}

/**
 * Cells that asciichart uses for its own label and axis, which are cut off. A label must not be empty, or its row moves
 * left.
 */
const axisCells = 2;
