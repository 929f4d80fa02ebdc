import { displayWidth } from '../words/terminal/screenText.ts';
import type { Canvas } from './canvas.ts';
import type { Area, ChartSpec } from './chartSpec.ts';
import { bridged, placeColumns } from './columns.ts';
import { isOn, rowOf, type Scale } from './scale.ts';
import { unbroken, type XScale } from './xScale.ts';

/**
 * Names the lines of a chart where its curves leave room, the most important first: in full or short, at the right, the
 * left or in the middle. Names stand apart; one without room is left out.
 */
export function nameThresholds(canvas: Canvas, area: Area, { thresholds }: ChartSpec, scale: Scale): void {
  // Two lines can fall on one row: with two names there, nobody could tell which is which.
  const named = new Set<number>();
  for (const { value, label, short } of thresholds) {
    if (!isOn(scale, value)) continue;
    const y = rowOf(scale, value);
    if (named.has(y)) continue;
    const places = [label, short].flatMap((text) => {
      const last = area.width - displayWidth(text) - 1;
      return [last, 1, Math.floor(last / 2)].map((x) => ({ text, x: area.left + x, fits: last >= 1 }));
    });
    const free = places.find(({ text, x, fits }) => {
      const width = displayWidth(text);
      return fits && canvas.isBlank(x - 1, y, width + 2);
    });
    if (free === undefined) continue;
    canvas.put(free.x - 1, y, ` ${free.text} `, 'threshold');
    named.add(y);
  }
}

/**
 * Puts the name of each curve just above or below it, as far right as there is room. A curve without room stays
 * unnamed.
 */
export function nameCurves(canvas: Canvas, area: Area, spec: ChartSpec, scale: Scale, x: XScale): void {
  const taken = new Set(
    spec.thresholds.filter(({ value }) => isOn(scale, value)).map(({ value }) => rowOf(scale, value)),
  );
  const { to, columns } = unbroken(x, 1);
  for (const { buckets, role, name } of spec.curves) {
    if (name === undefined) continue;
    const line = bridged(placeColumns(buckets, spec.from, to, columns).mean);
    const length = displayWidth(name);
    for (let column = columns - length - 1; column >= 1; column--) {
      const y = rowOf(scale, line?.values[column + (length >> 1) - line.start] ?? Number.NaN);
      if (Number.isNaN(y)) continue;
      const free = [y - 1, y + 1].find(
        (beside) =>
          beside < area.height && !taken.has(beside) && canvas.isBlank(area.left + column - 1, beside, length + 2),
      );
      if (free === undefined) continue;
      canvas.put(area.left + column, free, name, role);
      break;
    }
  }
}
