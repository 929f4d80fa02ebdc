import type { Characters } from '../words/characters.ts';
import { type Canvas, layers } from './canvas.ts';
import type { Area, Future } from './chartSpec.ts';
import { dotsIn } from './curves.ts';
import { fanValue } from './fan.ts';
import { dotAt, placeOn, type Scale } from './scale.ts';
import { xAt, xColumn, type XScale } from './xScale.ts';

/**
 * Draws a line where the past ends and, from the newest value on, the fan of the forecast: its middle, and around it
 * the interval.
 */
export function drawFuture(
  canvas: Canvas,
  area: Area,
  { fan }: Future,
  scale: Scale,
  x: XScale,
  characters: Characters,
): void {
  const { across, down } = dotsIn[characters];
  const now = xColumn(x, x.now, across) ?? 0;
  drawWall(canvas, area, now, characters);
  if (fan === null) return;
  const put = (column: number, row: number, role: 'fan' | 'forecast') => {
    if (characters === 'braille') canvas.dot(area.left * across + column, row, role, layers.fan);
    else canvas.put(area.left + column, row, signs[characters][role], role, layers.fan);
  };
  for (let column = now + 1; column < x.cells * across; column++) {
    const share = Math.max(0, (xAt(x, column, across) - x.now) / (x.to - x.now));
    const at = (end: number) => dotAt(scale, placeOn(scale, fanValue(fan.start, end, share)), down);
    for (let row = at(fan.high); row <= at(fan.low); row++) {
      // Every second dot, so that the middle stands out without colours.
      if (characters !== 'braille' || (column + row) % 2 === 0) put(column, row, 'fan');
    }
    put(column, at(fan.mid), 'forecast');
  }
}

const signs = { box: { fan: '░', forecast: '─' }, ascii: { fan: ':', forecast: '-' } } as const;

function drawWall(canvas: Canvas, area: Area, column: number, characters: Characters): void {
  if (characters === 'braille') {
    for (let y = 0; y < area.height * 4; y += 3) canvas.dot(area.left * 2 + column, y, 'threshold', layers.line);
    return;
  }
  for (let y = 0; y < area.height; y++) {
    canvas.put(area.left + column, y, characters === 'box' ? '┊' : '|', 'threshold', layers.line);
  }
}
