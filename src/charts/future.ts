import type { Canvas } from './canvas.ts';
import { rowOf, type Scale } from './scale.ts';
import { displayWidth } from '../words/terminal/screenText.ts';
import type { Characters } from '../words/characters.ts';

/** What is expected between the newest point and the planned end. */
export interface Future {
  readonly to: number;
  /** The label below its end. */
  readonly end: string;
  /** The start of the fan, and its lower end, middle and upper end at `to`; null without a forecast. */
  readonly fan: { readonly start: number; readonly low: number; readonly mid: number; readonly high: number } | null;
  /** Learning-rate steps to come. */
  readonly ticks: readonly number[];
}

/** Where the future is drawn on the canvas. */
export interface Strip {
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Returns the columns of the future: its share of the plan, limited so that the past stays readable; 0 without room.
 * Its x scale may therefore differ from that of the past, which is why a line separates the two.
 */
export function futureWidth(future: Future | null, from: number, now: number, width: number): number {
  if (future === null || width < minWidth || future.to <= now) return 0;
  const share = (future.to - now) / Math.max(future.to - from, Number.MIN_VALUE);
  return Math.max(
    minStrip,
    displayWidth(future.end) + 1,
    Math.min(Math.floor(width * maxShare), Math.round(width * share)),
  );
}

/**
 * Draws a fan from the newest value to the interval at the planned end, behind a line that separates it from the past.
 */
export function drawFuture(canvas: Canvas, strip: Strip, { fan }: Future, scale: Scale, characters: Characters): void {
  const [wall, fill, line] = characters === 'ascii' ? ['|', ':', '-'] : ['┊', '░', '─'];
  for (let y = 0; y < strip.height; y++) {
    if (canvas.isBlank(strip.left, y, 1)) canvas.put(strip.left, y, wall, 'dim');
  }
  if (fan === null) return;
  for (let column = 1; column < strip.width; column++) {
    const share = column / Math.max(1, strip.width - 1);
    const at = (end: number) => rowOf(scale, fan.start + (end - fan.start) * share, strip.height);
    for (let y = at(fan.high); y <= at(fan.low); y++) canvas.put(strip.left + column, y, fill, 'forecast');
    // Where the fan is one cell high, the line would hide it.
    if (at(fan.high) < at(fan.low)) canvas.put(strip.left + column, at(fan.mid), line, 'forecast');
  }
}

const minWidth = 18;
const minStrip = 5;
const maxShare = 0.3;
