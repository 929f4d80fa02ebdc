import asciichart from 'asciichart';
import { bridged, type PlotColumns } from './columns.ts';
import { dotOfUnit, rowOfUnit, type Scale, toUnit } from './scale.ts';
import type { Characters } from '../words/characters.ts';
import { levels } from '../words/sparkline.ts';

/** A plot without axes: `height` strings of `width` characters, a space where nothing is drawn. */
export type Cells = string[][];

/** Draws one curve. `columns` is twice as wide as the plot for braille, which has two dots in a cell. */
export function plot(columns: PlotColumns, scale: Scale, width: number, height: number, characters: Characters): Cells {
  switch (characters) {
    case 'box':
      return linePlot(columns.mean, scale, width, height);
    case 'braille':
      return braillePlot(columns, scale, width, height);
    case 'ascii':
      return asciiPlot(columns, scale, width, height);
    default:
      return characters satisfies never;
  }
}

/** Columns that a plot of `width` cells can tell apart. */
export function columnsIn(width: number, characters: Characters): number {
  return characters === 'braille' ? width * 2 : width;
}

/**
 * Draws a line of box-drawing characters with asciichart. asciichart throws on NaN and draws one row for a constant, so
 * it gets whole row numbers, at least one, and a range that is exactly the rows.
 */
function linePlot(means: Float64Array, scale: Scale, width: number, height: number): Cells {
  const cells = blank(width, height);
  const line = bridged(means.map((mean) => toUnit(scale, mean)));
  if (line === null || height < 1) return cells;
  const rows = line.values.map((unit) => height - 1 - rowOfUnit(unit, height));
  if (height === 1) {
    for (const index of rows.keys()) cells[0]![line.start + index] = '─';
    return cells;
  }
  // asciichart draws one column less than it gets values.
  const drawn = asciichart
    .plot([rows[0]!, ...rows], { height: height - 1, min: 0, max: height - 1, offset: axisCells, format: () => ' ' })
    .split('\n');
  for (const [index, text] of drawn.entries()) {
    for (const [column, character] of Array.from(text).entries()) {
      const place = line.start + column - axisCells;
      if (column >= axisCells && place < width && character !== ' ') cells[index]![place] = character;
    }
  }
  return cells;
}

/** Draws the band from minimum to maximum in dots of 2 by 4 to a cell: noise and single spikes stay visible. */
function braillePlot(columns: PlotColumns, scale: Scale, width: number, height: number): Cells {
  const bits = new Uint8Array(width * height);
  const set = (x: number, top: number, bottom: number) => {
    for (let y = top; y <= bottom; y++) bits[(y >> 2) * width + (x >> 1)]! |= brailleDots[y & 3]![x & 1]!;
  };
  const toDot = (unit: number) => dotOfUnit(unit, height, 4);
  const means = bridged(columns.mean.map((mean) => toUnit(scale, mean)));
  let before: number | null = null;
  for (const [index, unit] of (means?.values ?? []).entries()) {
    const x = means!.start + index;
    if (height < 1 || x >= width * 2) break;
    const dot = toDot(unit);
    const from: number = before === null ? dot : before < dot ? before + 1 : before > dot ? before - 1 : dot;
    set(x, Math.min(from, dot), Math.max(from, dot));
    if (Number.isFinite(columns.low[x]!)) {
      set(x, toDot(toUnit(scale, columns.high[x]!)), toDot(toUnit(scale, columns.low[x]!)) || dot);
    }
    before = dot;
  }
  const cells = blank(width, height);
  for (const [index, pattern] of bits.entries()) {
    if (pattern !== 0) cells[Math.floor(index / width)]![index % width] = String.fromCharCode(0x2800 + pattern);
  }
  return cells;
}

/** Draws `*` at the mean, `|` where it leaps, and `:` from minimum to maximum: nothing but ASCII. */
function asciiPlot(columns: PlotColumns, scale: Scale, width: number, height: number): Cells {
  const cells = blank(width, height);
  const toRow = (unit: number) => rowOfUnit(unit, height);
  const means = bridged(columns.mean.map((mean) => toUnit(scale, mean)));
  let before: number | null = null;
  for (const [index, unit] of (means?.values ?? []).entries()) {
    const column = means!.start + index;
    const high = toUnit(scale, columns.high[column]!);
    const low = toUnit(scale, columns.low[column]!);
    if (Number.isFinite(high) && Number.isFinite(low)) {
      for (let y = toRow(high); y <= toRow(low); y++) cells[y]![column] = ':';
    }
    if (height < 1) continue;
    const y: number = toRow(unit);
    for (let between = Math.min(y, before ?? y) + 1; between < Math.max(y, before ?? y); between++) {
      cells[between]![column] = '|';
    }
    cells[y]![column] = '*';
    before = y;
  }
  return cells;
}

/**
 * Draws a curve in one row of eight heights, for terminals too narrow for a plot. Returns one character for each value.
 */
export function scaledSparkline(means: Float64Array, scale: Scale, characters: Characters): string {
  const line = bridged(means.map((mean) => toUnit(scale, mean)));
  if (line === null) return ' '.repeat(means.length);
  return (
    ' '.repeat(line.start) +
    levels(line.values, characters) +
    ' '.repeat(means.length - line.start - line.values.length)
  );
}

/**
 * Cells that asciichart uses for its own label and axis, which are cut off. A label must not be empty, or its row moves
 * left.
 */
const axisCells = 2;

/** Bits of the braille block, by row and column of the dot (Unicode, chapter 21.1). */
const brailleDots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

function blank(width: number, height: number): Cells {
  return Array.from({ length: Math.max(0, height) }, () => Array.from({ length: Math.max(0, width) }, () => ' '));
}
