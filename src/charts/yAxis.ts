import type { Characters } from '../words/characters.ts';
import type { Canvas } from './canvas.ts';
import type { Scale } from './scale.ts';

/** Returns the cells of the y axis: its longest label and the line. */
export function yAxisWidth({ ticks }: Scale): number {
  return Math.max(...ticks.map(({ label }) => label.length)) + 1;
}

/**
 * Draws the y axis at the left edge, so many cells wide: a label where there is a tick, else the line alone; a break
 * where values lie beyond it.
 */
export function drawYAxis(canvas: Canvas, width: number, scale: Scale, characters: Characters): void {
  const [line, tick, gap] = characters === 'ascii' ? '|+~' : '│┤≈';
  for (let y = 0; y < scale.rows; y++) canvas.put(width - 1, y, line!, 'dim');
  for (const { row, label } of scale.ticks) canvas.put(0, row, label.padStart(width - 1) + tick!, 'dim');
  if (scale.broken) canvas.put(width - 1, 0, gap!, 'mark');
}
