import { displayWidth } from '../words/terminal/screenText.ts';
import type { Canvas } from './canvas.ts';
import type { Area, ChartSpec } from './chartSpec.ts';
import { columnOf } from './columns.ts';

/**
 * Draws the row below a plot: both ends of the axis, the events between them, and the end of the forecast, whose width
 * is `strip`.
 */
export function drawXAxis(canvas: Canvas, area: Area, spec: ChartSpec, strip: number): void {
  const ticks = spec.ticks.flatMap(({ at, sign }) => {
    const column = columnOf(at, spec.from, spec.to, area.width);
    return column === null ? [] : [{ column, sign }];
  });
  const [first, whole] = spec.ends;
  // A sign below the label would be hidden: then only the number is shown.
  const crowded = ticks.some(({ column, sign }) => sign !== 'o' && column >= area.width - displayWidth(whole) - 1);
  const last = crowded ? (whole.split(' ').at(-1) ?? whole) : whole;
  const room = area.width - displayWidth(last);
  canvas.put(area.left + room, area.height, last, 'dim');
  const begin = displayWidth(first) + 1 <= room ? first : '';
  canvas.put(area.left, area.height, begin, 'dim');
  for (const { column, sign } of ticks) {
    if (column > begin.length && column < room - 1) canvas.put(area.left + column, area.height, sign, 'mark');
  }
  drawBetween(canvas, area, spec);
  if (strip === 0 || spec.future === null) return;
  const { end, to, ticks: coming } = spec.future;
  const left = strip - displayWidth(end);
  const columns = coming.map((tick) => columnOf(tick, spec.to, to, strip) ?? 0);
  if (left > 0 && columns.every((column) => column < left)) {
    canvas.put(canvas.width - displayWidth(end), area.height, end, 'dim');
  }
  for (const column of columns) canvas.put(area.left + area.width + column, area.height, '^', 'mark');
}

/** Draws labels between the ends, with a blank on both sides; events take precedence. */
function drawBetween(canvas: Canvas, area: Area, { from, to, between }: ChartSpec): void {
  for (const { at, text } of between(Math.floor(area.width / roomBetween))) {
    const length = displayWidth(text);
    const x = (columnOf(at, from, to, area.width) ?? 0) - (length >> 1);
    if (x >= 1 && canvas.isBlank(area.left + x - 1, area.height, length + 2)) {
      canvas.put(area.left + x, area.height, text, 'dim');
    }
  }
}

/** Columns for each label. */
const roomBetween = 12;
