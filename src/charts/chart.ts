import { plainText, type Role, type Row } from '../words/terminal/row.ts';
import { wrapText } from '../words/terminal/wrap.ts';
import { displayWidth } from '../words/terminal/screenText.ts';
import { type Canvas, createCanvas } from './canvas.ts';
import type { Area, ChartSpec } from './chartSpec.ts';
import { bridged, columnOf, placeColumns } from './columns.ts';
import { drawFuture, futureWidth } from './future.ts';
import { columnsIn, plot } from './plots.ts';
import { axisLabels, fixedScale, robustScale, rowOf, type Scale, toUnit } from './scale.ts';
import { drawXAxis } from './xAxis.ts';
import type { Characters } from '../words/characters.ts';

export interface Chart {
  /** Exactly `height` rows of exactly `width` cells. */
  readonly rows: Row[];
  /** The top of the range when values lie above it; null when all are inside. */
  readonly clippedAt: number | null;
}

/** Draws a chart with its labels at the left and its x axis below. Never throws, whatever the data and the size. */
export function drawChart(spec: ChartSpec, width: number, height: number): Chart {
  const canvas = createCanvas(Math.max(0, width), Math.max(0, height));
  const gutter = gutterOf(width);
  const whole = width - gutter;
  const strip = futureWidth(spec.future, spec.from, spec.to, whole);
  const area: Area = { left: gutter, width: whole - strip, height: height - 1 };
  const means = spec.curves.flatMap(({ buckets }) => buckets.map((bucket) => bucket.mean));
  const visible = means.filter((mean) => Number.isFinite(mean));
  if (area.width < 2 || area.height < 1 || visible.length === 0) {
    writeEmpty(canvas, spec.empty);
    return { rows: canvas.rows(), clippedAt: null };
  }
  const scale =
    spec.range === null ? robustScale(visible, spec.log) : fixedScale(spec.range.low, spec.range.high, visible);
  drawLabels(canvas, area, spec, scale);
  drawXAxis(canvas, area, spec, strip);
  drawThresholds(canvas, { ...area, width: whole }, spec, scale);
  if (spec.future !== null && strip > 0) {
    const place = { left: area.left + area.width, width: strip, height: area.height };
    drawFuture(canvas, place, spec.future, scale, spec.characters);
  }
  drawCurves(canvas, area, spec, scale);
  for (const mark of spec.marks) drawMark(canvas, area, spec, scale, mark, 'mark');
  nameThresholds(canvas, area, spec, scale);
  nameCurves(canvas, area, spec, scale);
  drawCursor(canvas, area, spec);
  return { rows: canvas.rows(), clippedAt: scale.above ? scale.high : null };
}

/** Returns the number of columns that a chart can distinguish: two in each cell for braille. */
export function plotColumns(width: number, characters: Characters): number {
  return columnsIn(Math.max(1, width - gutterOf(width)), characters);
}

function gutterOf(width: number): number {
  return width >= 40 ? 8 : width >= 24 ? 7 : 0;
}

function writeEmpty(canvas: Canvas, lines: readonly string[]): void {
  const rows = lines.flatMap((line) => wrapText(line, Math.max(1, canvas.width)));
  const top = Math.max(0, (canvas.height - rows.length) >> 1);
  for (const [index, cells] of rows.entries()) {
    const text = plainText(cells);
    canvas.put(Math.max(0, (canvas.width - displayWidth(text)) >> 1), top + index, text, 'dim');
  }
}

function drawLabels(canvas: Canvas, area: Area, spec: ChartSpec, scale: Scale): void {
  if (area.left === 0) return;
  const axis = spec.characters === 'ascii' ? '|' : '┤';
  for (const [index, label] of axisLabels(scale, area.height, area.left - 1, spec.percent).entries()) {
    canvas.put(0, index, label, 'dim');
    canvas.put(area.left - 1, index, axis, 'dim');
  }
}

function drawThresholds(canvas: Canvas, area: Area, { thresholds, characters }: ChartSpec, scale: Scale): void {
  const line = characters === 'ascii' ? '-' : '╌';
  for (const { value } of thresholds) {
    if (value < scale.low || value > scale.high) continue;
    const y = rowOf(scale, value, area.height);
    canvas.put(area.left, y, line.repeat(area.width), 'threshold');
  }
}

/**
 * Labels the thresholds where the curve leaves room: in full or short, at the right, the left or in the middle. A
 * threshold without room stays unlabelled.
 */
function nameThresholds(canvas: Canvas, area: Area, { thresholds }: ChartSpec, scale: Scale): void {
  const named: { readonly y: number; readonly x: number; readonly end: number }[] = [];
  // Two lines can fall on one row: their labels stand apart there, or one of them is left out.
  const isApart = (x: number, y: number, end: number) =>
    named.every((other) => other.y !== y || end < other.x - 1 || x > other.end + 1);
  for (const { value, label, short } of thresholds) {
    if (value < scale.low || value > scale.high) continue;
    const y = rowOf(scale, value, area.height);
    const places = [label, short].flatMap((text) => {
      const last = area.width - displayWidth(text) - 1;
      return [last, 1, Math.floor(last / 2)].map((x) => ({ text, x: area.left + x, fits: last >= 1 }));
    });
    const free = places.find(({ text, x, fits }) => {
      const width = displayWidth(text);
      return fits && canvas.isBlank(x, y, width) && isApart(x, y, x + width - 1);
    });
    if (free === undefined) continue;
    canvas.put(free.x, y, free.text, 'threshold');
    named.push({ y, x: free.x, end: free.x + displayWidth(free.text) - 1 });
  }
}

function drawCurves(canvas: Canvas, area: Area, spec: ChartSpec, scale: Scale): void {
  for (const { buckets, role, band, sign } of spec.curves) {
    const wide = placeColumns(buckets, spec.from, spec.to, columnsIn(area.width, spec.characters));
    if (band && spec.characters === 'box') {
      for (const [column, low] of wide.low.entries()) {
        for (const value of [low, wide.high[column]!]) {
          if (Number.isFinite(toUnit(scale, value)))
            canvas.put(area.left + column, rowOf(scale, value, area.height), '.', 'dim');
        }
      }
    }
    canvas.draw(area.left, plot(wide, scale, area.width, area.height, spec.characters), role);
    if (sign === undefined) continue;
    const last = buckets.findLast(({ from, mean }) => from <= spec.to && Number.isFinite(mean));
    if (last !== undefined) drawMark(canvas, area, spec, scale, { x: last.from, y: last.mean, sign }, role);
  }
}

/**
 * Puts the name of each curve just above or below it, as far right as there is room. A curve without room stays
 * unnamed.
 */
function nameCurves(canvas: Canvas, area: Area, spec: ChartSpec, scale: Scale): void {
  const taken = new Set(spec.thresholds.map(({ value }) => rowOf(scale, value, area.height)));
  for (const { buckets, role, name } of spec.curves) {
    if (name === undefined) continue;
    const line = bridged(placeColumns(buckets, spec.from, spec.to, area.width).mean);
    const length = displayWidth(name);
    for (let x = area.width - length - 1; x >= 1; x--) {
      const value = line?.values[x + (length >> 1) - line.start] ?? Number.NaN;
      if (!Number.isFinite(toUnit(scale, value))) continue;
      const y = rowOf(scale, value, area.height);
      const free = [y - 1, y + 1].find(
        (beside) => beside < area.height && !taken.has(beside) && canvas.isBlank(area.left + x - 1, beside, length + 2),
      );
      if (free === undefined) continue;
      canvas.put(area.left + x, free, name, role);
      break;
    }
  }
}

function drawMark(
  canvas: Canvas,
  area: Area,
  { from, to }: ChartSpec,
  scale: Scale,
  { x, y, sign }: ChartSpec['marks'][number],
  role: Role,
): void {
  const column = columnOf(x, from, to, area.width);
  if (column !== null && Number.isFinite(toUnit(scale, y))) {
    canvas.put(area.left + column, rowOf(scale, y, area.height), sign, role);
  }
}

/** Draws a vertical line where the chart is blank. */
function drawCursor(canvas: Canvas, area: Area, { cursor, from, to, characters }: ChartSpec): void {
  const column = cursor === null ? null : columnOf(cursor, from, to, area.width);
  if (column === null) return;
  for (let y = 0; y < area.height; y++) {
    if (canvas.isBlank(area.left + column, y, 1)) {
      canvas.put(area.left + column, y, characters === 'ascii' ? '|' : '│', 'mark');
    }
  }
}
