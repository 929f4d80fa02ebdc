import {
  ascii,
  type Cursor,
  expect,
  isDigit,
  place,
  readInteger,
  readNumber,
  skipSpaces,
  skipWord,
} from '../../../log/formats/fields.ts';
import type { Line } from '../../../log/lines/line.ts';

/** One state of a training bar. Reused for the next, so take what you need. */
export interface Bar {
  /** As printed: 0-based in YOLOv5 and its relatives. */
  epoch: number;
  /** The number behind the slash, as printed. */
  last: number;
  /** The numbers between the memory and the colon; only the first `count` belong to this bar. */
  readonly values: Float64Array;
  count: number;
  /**
   * Null when the terminal was too narrow for it, or another line began there: then nothing is known of how far the bar
   * is.
   */
  percent: number | null;
  /** Batches done and batches in an epoch; both 0 when the bar was too narrow for them. */
  batch: number;
  batches: number;
  /** Offset into the line's bytes just behind the batches, or behind the percent. */
  tail: number;
}

export function createBar(): Bar {
  return {
    epoch: 0,
    last: 0,
    values: new Float64Array(maxValues),
    count: 0,
    percent: null,
    batch: 0,
    batches: 0,
    tail: 0,
  };
}

/**
 * Reads `  73/300   3.73G  0.7214  0.8989  0.9532  36  640: 100%|██████████| 44/44 [00:06<00:00,  6.64it/s]` in all of
 * its forms: tqdm with and without its glyphs, Ultralytics' own with `━`, and each cut by the width of a terminal. Only
 * what is before the percent and the count of batches is the same in all. Makes no strings: most bytes of such a log
 * are bars. `count` is how many numbers the header announces, 0 if there was none: a bar that was cut before its colon
 * is believed only with all of them. `from` is where in `line.bytes` it begins.
 */
export function readBar(
  cursor: Cursor,
  line: Line,
  { memory, count }: { memory: boolean; count: number },
  bar: Bar,
  from = line.start,
): boolean {
  place(cursor, line, from);
  skipSpaces(cursor);
  if (!isDigit(cursor.bytes[cursor.position])) return false;
  bar.epoch = readInteger(cursor);
  expect(cursor, slash);
  bar.last = readInteger(cursor);
  if (cursor.failed || cursor.bytes[cursor.position] !== space) return false;
  skipSpaces(cursor);
  if (memory) {
    skipWord(cursor);
    skipSpaces(cursor);
  }
  bar.percent = null;
  bar.batch = 0;
  bar.batches = 0;
  bar.tail = line.end;
  return readValues(cursor, bar, count);
}

function readValues(cursor: Cursor, bar: Bar, expected: number): boolean {
  const { bytes, end } = cursor;
  bar.count = 0;
  while (bar.count < maxValues) {
    const value = readNumber(cursor);
    if (cursor.failed) return false;
    bar.values[bar.count++] = value;
    if (cursor.position >= end) return bar.count === expected;
    const next = bytes[cursor.position];
    if (next === colonByte) {
      cursor.position++;
      readCount(cursor, bar);
      return true;
    }
    if (next !== space) return false;
    skipSpaces(cursor);
    if (cursor.position >= end) return bar.count === expected;
  }
  return false;
}

function readCount(cursor: Cursor, bar: Bar): void {
  skipSpaces(cursor);
  const percent = readInteger(cursor);
  expect(cursor, percentSign);
  if (cursor.failed) return;
  bar.tail = cursor.position;
  const { bytes, end } = cursor;
  let stroke = cursor.position;
  while (stroke < end && bytes[stroke] !== slashByte) stroke++;
  let first = stroke;
  while (first > cursor.position && isDigit(bytes[first - 1])) first--;
  if (stroke < end && first < stroke) {
    cursor.position = first;
    const batch = readInteger(cursor);
    cursor.position++;
    const batches = readInteger(cursor);
    // More digits may have been cut off.
    if (cursor.failed || cursor.position >= end || batch > batches) return;
    bar.batch = batch;
    bar.batches = batches;
    bar.tail = cursor.position;
  }
  bar.percent = percent;
}

/**
 * Where in a line the last state of this bar before an offset begins, when the carriage returns between them were lost;
 * -1 when there is none.
 */
export function lastStateOf(line: Line, { epoch, last, tail }: Bar, before = line.end): number {
  if (before - tail < minStateLength) return -1;
  const found = line.bytes.subarray(tail, before).lastIndexOf(` ${epoch}/${last} `);
  return found === -1 ? -1 : tail + found;
}

/**
 * Where in a line that begins with an empty bar the first state of a training bar is; -1 when there is none. tqdm draws
 * `0%|          | 0/38 [00:00<?, ?it/s]` before it knows what to write beside it, and where the carriage returns were
 * lost all that follows is on the same line.
 */
export function firstStateOf(line: Line): number {
  if (line.end - line.start < minStateLength) return -1;
  const { bytes, start, end } = line;
  if (!isEmptyBar.test(bytes.toString('latin1', start, start + maxEmptyBarLength))) return -1;
  const found = bytes.toString('latin1', start, end).search(isState);
  return found === -1 ? -1 : start + found;
}

/** Whether the bar has come to its end. */
export function isComplete(bar: Bar): boolean {
  if (bar.percent === null) return false;
  return bar.batches === 0 ? bar.percent === 100 : bar.batch === bar.batches;
}

/**
 * Seconds that the bar has run, from its tail: `[00:06<00:00`, `2.4s<16.0s`, `10.9s`, `1:02:03`, ` 00:58`. Null where
 * it is not printed.
 */
export function elapsedOf(line: Line, bar: Bar): number | null {
  const tail = line.bytes.toString('latin1', bar.tail, line.end);
  const match =
    /^ \[((?:\d+:)?\d+:\d\d)</.exec(tail) ??
    /^ \S+ (\d+(?:\.\d)?)s</.exec(tail) ??
    /^ \S+ ((?:\d+:)?\d+:\d\d)</.exec(tail) ??
    /^ (?:.*\s)?(\d+(?:\.\d)?)s\s*$/.exec(tail) ??
    /^ (?:.*\s)?((?:\d+:)?\d+:\d\d)\s*$/.exec(tail);
  if (match === null) return null;
  return match[1]!.split(':').reduce((sum, field) => sum * 60 + Number(field), 0);
}

const isEmptyBar = /^\s*\d+%/;
const maxEmptyBarLength = 16;
/** An epoch of all epochs, then the memory or the first of the numbers; batches have neither behind them. */
const isState = /(?<=[\s\]])\d+\/\d+ +[\d.]+[GMK]? +[-\d.in]/;
const maxValues = 24;
/** Bytes of the shortest bar with one loss. */
const minStateLength = 30;
const space = 0x20;
const slashByte = 0x2f;
const colonByte = 0x3a;
const slash = ascii('/');
const percentSign = ascii('%');
