import {
  ascii,
  type Cursor,
  expect,
  place,
  readInteger,
  readNumber,
  skipSpaces,
  skipWord,
} from '../../intake/fields.ts';
import type { Line } from '../../intake/line.ts';

/** One state of a training bar. Reused for the next, so take what you need. */
export interface Bar {
  /** As printed: 0-based in YOLOv5 and its relatives. */
  epoch: number;
  /** The number behind the slash, as printed. */
  last: number;
  /** The numbers between the memory and the colon; only the first `count` belong to this bar. */
  readonly values: Float64Array;
  count: number;
  percent: number;
  /** Batches done and batches in an epoch; both 0 when the bar was too narrow to say. */
  batch: number;
  batches: number;
  /** Offset into the line's bytes just behind the batches, or behind the percent. */
  tail: number;
}

export function createBar(): Bar {
  return {
    epoch: 0,
    last: 0,
    values: new Float64Array(mostValues),
    count: 0,
    percent: 0,
    batch: 0,
    batches: 0,
    tail: 0,
  };
}

/**
 * Reads `  73/300   3.73G  0.7214  0.8989  0.9532  36  640: 100%|██████████| 44/44 [00:06<00:00,  6.64it/s]` in all of its forms: tqdm with and without
 * its glyphs, and Ultralytics' own with `━`. Only what is before the percent and the count of batches is the same in all. Makes no strings: most bytes of
 * such a log are bars. A bar that was cut is none.
 */
export function readBar(cursor: Cursor, line: Line, memory: boolean, bar: Bar): boolean {
  place(cursor, line);
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
  return readValues(cursor, bar) && readCount(cursor, bar);
}

function readValues(cursor: Cursor, bar: Bar): boolean {
  const { bytes, end } = cursor;
  bar.count = 0;
  while (bar.count < mostValues) {
    const value = readNumber(cursor);
    if (cursor.failed || cursor.position >= end) return false;
    bar.values[bar.count++] = value;
    const next = bytes[cursor.position];
    if (next === colonByte) {
      cursor.position++;
      return true;
    }
    if (next !== space) return false;
    skipSpaces(cursor);
  }
  return false;
}

function readCount(cursor: Cursor, bar: Bar): boolean {
  skipSpaces(cursor);
  bar.percent = readInteger(cursor);
  expect(cursor, percentSign);
  if (cursor.failed) return false;
  bar.tail = cursor.position;
  bar.batch = 0;
  bar.batches = 0;
  const { bytes, end } = cursor;
  let stroke = cursor.position;
  while (stroke < end && bytes[stroke] !== slashByte) stroke++;
  let first = stroke;
  while (first > cursor.position && isDigit(bytes[first - 1])) first--;
  // `6.6it/s` has a stroke too.
  if (stroke === end || first === stroke) return true;
  cursor.position = first;
  const batch = readInteger(cursor);
  cursor.position++;
  const batches = readInteger(cursor);
  // More digits may have been cut off.
  if (cursor.failed || cursor.position >= end || batch > batches) return false;
  bar.batch = batch;
  bar.batches = batches;
  bar.tail = cursor.position;
  return true;
}

/** Whether the bar has come to its end. */
export function isComplete(bar: Bar): boolean {
  return bar.batches === 0 ? bar.percent === 100 : bar.batch === bar.batches;
}

/** Seconds that the bar ran, from its tail: `[00:06<00:00`, `10.9s`, `1:02:03`, ` 00:58`. Null where it does not say. */
export function elapsedOf(line: Line, bar: Bar): number | null {
  const tail = line.bytes.toString('latin1', bar.tail, line.end);
  const match =
    /^ \[((?:\d+:)?\d+:\d\d)</.exec(tail) ??
    /^ (?:.*\s)?(\d+(?:\.\d)?)s\s*$/.exec(tail) ??
    /^ (?:.*\s)?((?:\d+:)?\d+:\d\d)\s*$/.exec(tail);
  if (match === null) return null;
  return match[1]!.split(':').reduce((sum, field) => sum * 60 + Number(field), 0);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

const mostValues = 24;
const space = 0x20;
const slashByte = 0x2f;
const colonByte = 0x3a;
const slash = ascii('/');
const percentSign = ascii('%');
