import { plainText, type Role, type Row } from '../words/terminal/row.ts';
import { wrapText } from '../words/terminal/wrap.ts';
import { displayWidth } from '../words/terminal/screenText.ts';
import type { Characters } from '../words/characters.ts';
import { type Canvas, createCanvas, layers } from './canvas.ts';
import type { Area, ChartCurve, ChartSpec, Mark } from './chartSpec.ts';
import { placeColumns } from './columns.ts';
import { dotsIn, drawCurve } from './curves.ts';
import { drawFuture } from './future.ts';
import { nameCurves, nameThresholds } from './names.ts';
import { type Range, robustRange, wholeRange } from './range.ts';
import { boundlessPlace, dotAt, isOn, placeOn, rowOf, type Scale, scaleFor } from './scale.ts';
import { drawXAxis } from './xAxis.ts';
import { unbroken, xColumn, type XScale, xScaleFor } from './xScale.ts';
import { drawYAxis, yAxisWidth } from './yAxis.ts';

/**
 * Draws a chart with its labels at the left and its x axis below: exactly `height` rows of exactly `width` cells. Never
 * throws, whatever the data and the size.
 */
export function drawChart(spec: ChartSpec, width: number, height: number): Row[] {
  const canvas = createCanvas(Math.max(0, width), Math.max(0, height));
  const range = rangeOf(spec);
  const rows = height - 1;
  if (range === null || rows < 1 || width < 2) {
    writeEmpty(canvas, spec.empty);
    return canvas.rows();
  }
  const scale = scaleFor(range, rows, spec);
  const gutter = width < minLabelled ? 0 : yAxisWidth(scale);
  const area: Area = { left: gutter, width: width - gutter, height: rows };
  const x = xScaleFor(spec.from, spec.to, spec.future, area.width);
  if (gutter > 0) drawYAxis(canvas, gutter, scale, spec.characters);
  drawXAxis(canvas, area, spec, x);
  drawThresholds(canvas, area, spec, scale);
  if (spec.future !== null && x.to > x.now) drawFuture(canvas, area, spec.future, scale, x, spec.characters);
  if (spec.aside !== undefined && spec.aside !== null) drawAside(canvas, area, spec, spec.aside, x);
  for (const curve of spec.curves) drawWithSign(canvas, area, spec, scale, x, curve);
  for (const mark of spec.marks) drawMark(canvas, area, scale, x, mark, 'mark');
  nameThresholds(canvas, area, spec, scale);
  nameCurves(canvas, area, spec, scale, x);
  drawCursor(canvas, area, spec, x);
  return canvas.rows();
}

/** Narrower charts have no labels beside them. */
const minLabelled = 20;

/** Returns columns enough for every plot in a pane so wide: a chart makes its own of finer ones. */
export function plotColumns(width: number, characters: Characters): number {
  return Math.max(1, width) * dotsIn[characters].across;
}

/** Returns what the y axis has to hold; null while there is nothing to draw. */
function rangeOf({ curves, range, log }: ChartSpec): Range | null {
  const means = curves.flatMap(({ buckets }) => buckets.map(({ mean }) => mean));
  const found = robustRange(means, log && range === null);
  if (found === null) return null;
  if (range !== null) return { ...range, beyond: null };
  // Where zero is near it shows how much is left.
  const isNearZero = !log && found.low > 0 && found.low <= found.high * maxAboveZero;
  return isNearZero ? { ...found, low: 0 } : found;
}

const maxAboveZero = 0.3;

function writeEmpty(canvas: Canvas, lines: readonly string[]): void {
  const rows = lines.flatMap((line) => wrapText(line, Math.max(1, canvas.width)));
  const top = Math.max(0, (canvas.height - rows.length) >> 1);
  for (const [index, cells] of rows.entries()) {
    const text = plainText(cells);
    canvas.put(Math.max(0, (canvas.width - displayWidth(text)) >> 1), top + index, text, 'dim');
  }
}

/** Draws the zones, and a line at each threshold. */
function drawThresholds(canvas: Canvas, area: Area, { thresholds, characters }: ChartSpec, scale: Scale): void {
  for (const { value, tint } of thresholds) {
    const below = Math.max(...thresholds.map((other) => other.value).filter((other) => other < value));
    if (tint !== undefined) drawZone(canvas, area, scale, { from: below, to: value, tint });
    if (!isOn(scale, value)) continue;
    const place = placeOn(scale, value);
    if (characters === 'braille') {
      const y = dotAt(scale, place, 4);
      for (let column = 0; column < area.width * 2; column += 4)
        canvas.dot(area.left * 2 + column, y, 'threshold', layers.line);
    } else {
      const line = (characters === 'ascii' ? '-' : '╌').repeat(area.width);
      canvas.put(area.left, dotAt(scale, place, 1), line, 'threshold', layers.line);
    }
  }
}

/** Gives the rows whose middle lies between two values the ground of the zone. */
function drawZone(
  canvas: Canvas,
  { left, width }: Area,
  scale: Scale,
  { from, to, tint }: { readonly from: number; readonly to: number; readonly tint: NonNullable<Row[number]['tint']> },
): void {
  const [top, bottom] = [boundlessPlace(scale, to), Number.isFinite(from) ? boundlessPlace(scale, from) : scale.rows];
  for (let row = scale.broken ? 1 : 0; row < scale.rows; row++) {
    if (row + 0.5 >= top && row + 0.5 < bottom) canvas.tint(left, row, width, tint);
  }
}

function drawWithSign(canvas: Canvas, area: Area, spec: ChartSpec, scale: Scale, x: XScale, curve: ChartCurve): void {
  const { buckets, role, sign } = curve;
  const { to, columns } = unbroken(x, dotsIn[spec.characters].across);
  const placed = placeColumns(buckets, spec.from, to, columns);
  drawCurve(canvas, area.left, placed, scale, { characters: spec.characters, role, band: curve.band });
  if (sign === undefined) return;
  const last = buckets.findLast(({ from, mean }) => from <= spec.to && Number.isFinite(mean));
  if (last !== undefined) drawMark(canvas, area, scale, x, { x: last.from, y: last.mean, sign }, role);
}

/** Draws a curve from its own lowest to its own highest value over the whole height, without labels. */
function drawAside(canvas: Canvas, area: Area, spec: ChartSpec, curve: ChartCurve, x: XScale): void {
  const range = robustRange(curve.buckets.map(({ mean }) => mean));
  if (range !== null) drawWithSign(canvas, area, spec, scaleFor(wholeRange(range), area.height), x, curve);
}

function drawMark(
  canvas: Canvas,
  area: Area,
  scale: Scale,
  xScale: XScale,
  { x, y, sign, isBeside }: Mark,
  role: Role,
): void {
  const column = xColumn(xScale, x, 1);
  if (column === null || (!isOn(scale, y) && isBeside !== true)) return;
  const line = rowOf(scale, y);
  canvas.put(area.left + column, isBeside === true ? (line > 0 ? line - 1 : 1) : line, sign, role);
}

/** Draws a vertical line where the chart is blank. */
function drawCursor(canvas: Canvas, area: Area, { cursor, characters }: ChartSpec, x: XScale): void {
  const column = cursor === null ? null : xColumn(x, cursor, 1);
  if (column === null) return;
  for (let y = 0; y < area.height; y++) {
    if (canvas.isBlank(area.left + column, y, 1)) {
      canvas.put(area.left + column, y, characters === 'ascii' ? '|' : '│', 'mark');
    }
  }
}
