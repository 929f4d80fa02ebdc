import { displayWidth } from '../words/terminal/screenText.ts';
import type { Canvas } from './canvas.ts';
import type { Area, ChartSpec } from './chartSpec.ts';
import { unbroken, xColumn, type XScale } from './xScale.ts';

/**
 * Draws the row below a plot: both ends of the axis, the events on it, and round places between them, each label below
 * its place. Labels stand apart; what has no room is left out, round places first.
 */
export function drawXAxis(canvas: Canvas, area: Area, spec: ChartSpec, x: XScale): void {
  const events = [...spec.ticks, ...(spec.future?.ticks ?? []).map((at) => ({ at, sign: '^' }))].flatMap(
    ({ at, sign }) => {
      const column = xColumn(x, at, 1);
      return column === null ? [] : [{ column, sign }];
    },
  );
  const isAhead = x.to > x.now && spec.future !== null;
  const [first, whole] = isAhead ? [spec.ends[0], spec.future.end] : spec.ends;
  // A sign below the label would be hidden: then only the number is shown.
  const crowded = events.some(({ column, sign }) => sign !== 'o' && column >= area.width - displayWidth(whole) - 1);
  const last = crowded ? (whole.split(' ').at(-1) ?? whole) : whole;
  const room = area.width - displayWidth(last);
  canvas.put(area.left + room, area.height, last, 'dim');
  const begin = displayWidth(first) + 1 <= room ? first : '';
  canvas.put(area.left, area.height, begin, 'dim');
  const isFree = (column: number, length: number) =>
    column >= 0 && canvas.isBlank(area.left + column, area.height, length);
  for (const { column, sign } of events) {
    if (column > begin.length && column < room - 1) canvas.put(area.left + column, area.height, sign, 'mark');
  }
  const { to, columns } = unbroken(x, 1);
  if (columns < area.width) {
    // The newest place, before the break behind which the axis has another scale.
    const now = spec.ends[1].split(' ').at(-1) ?? '';
    const left = columns - displayWidth(now);
    if (isFree(left - 1, displayWidth(now) + 2)) canvas.put(area.left + left, area.height, now, 'dim');
    if (isFree(columns, 1))
      canvas.put(area.left + columns, area.height, spec.characters === 'ascii' ? '/' : '≈', 'mark');
  }
  for (const { at, text } of spec.between(spec.from, to, Math.floor(columns / roomBetween))) {
    const length = displayWidth(text);
    const left = (xColumn(x, at, 1) ?? 0) - (length >> 1);
    if (isFree(left - 1, length + 2)) canvas.put(area.left + left, area.height, text, 'dim');
  }
}

/** Columns for each label. */
const roomBetween = 10;
