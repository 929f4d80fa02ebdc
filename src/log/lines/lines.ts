import { createDecoder } from './encoding.ts';
import type { Line } from './line.ts';
import { copyBytes, nextControl, viewOf } from './scan.ts';
import { createSequence } from './sequence.ts';

/** Turns the bytes of a log into lines. What it delivers never depends on how the bytes were cut into pieces. */
export interface LineReader {
  /**
   * Delivers every line that these bytes finish. They may be reused as soon as this returns. `time` is when they were
   * read.
   */
  readonly push: (bytes: Buffer, time: number | null) => void;
  /** Delivers the last line, if it was not finished: the log ends here. */
  readonly end: () => void;
  /** Drops the unfinished line: the log begins again. */
  readonly reset: () => void;
  /** What there is of the line that is not finished. */
  readonly pendingText: () => string;
}

/** Bytes of a line that are kept, control sequences not counted: what is beyond them is dropped. */
export const maxLineLength = 64 * 1024;

/**
 * A reader that calls back with each line, always with the same object.
 *
 * A log in UTF-16 becomes UTF-8 first, and a byte order mark is no text. `\n` ends a line and `\r` ends a volatile one;
 * any number of `\r` before a `\n` belong to it. A volatile segment without text is no line. Escape sequences (CSI, OSC
 * and their like) and control bytes other than tabs vanish, and the text around them is joined. Backspaces go back over
 * characters, which what follows replaces. Nothing it is fed makes it throw, or hold more than `maxLineLength` bytes.
 */
export function createLineReader(onLine: (line: Line) => void): LineReader {
  const line = createLine(Buffer.alloc(0));
  const sequence = createSequence();
  const decoder = createDecoder();
  /** The unfinished line, when it spans pieces or had to be cleaned. */
  const kept = Buffer.allocUnsafeSlow(maxLineLength);
  const keptView = viewOf(kept);
  /** Of the bytes that are being read. */
  let view = keptView;
  let keptEnd = 0;
  /** Where the next byte goes: before `keptEnd` after backspaces. */
  let cursor = 0;
  let cut = false;
  /** A `\r` has come, and the byte after it has not. */
  let returned = false;

  function push(raw: Buffer, time: number | null): void {
    const bytes = decoder.decode(raw);
    line.time = time;
    const length = bytes.length;
    view = viewOf(bytes);
    let position = returned ? afterReturns(bytes, 0) : 0;
    while (position < length) {
      if (sequence.open()) {
        position = sequence.skip(bytes, position);
        continue;
      }
      const control = nextControl(bytes, view, position);
      if (control === length) return keep(position, length);
      const byte = bytes[control]!;
      if (byte === lineFeed) {
        deliver(bytes, position, control, false);
        position = control + 1;
      } else if (byte === carriageReturn) {
        position = readReturn(bytes, position, control);
      } else {
        keep(position, control);
        position = byte === 0 ? afterZeros(bytes, control) : control + 1;
        if (byte === escape) position = sequence.begin(bytes, position);
        else if (byte === backspace) goBack();
      }
    }
  }

  /** A `\r` ends a volatile segment, unless it turns out to be part of `\r\n`: then it ends a line. */
  function readReturn(bytes: Buffer, start: number, end: number): number {
    const next = end + 1;
    if (next < bytes.length && bytes[next] !== carriageReturn) {
      const final = bytes[next] === lineFeed;
      deliver(bytes, start, end, !final);
      return final ? next + 1 : next;
    }
    keep(start, end);
    returned = true;
    return afterReturns(bytes, next);
  }

  function afterReturns(bytes: Buffer, start: number): number {
    let position = start;
    while (position < bytes.length && bytes[position] === carriageReturn) position++;
    if (position === bytes.length) return position;
    const final = bytes[position] === lineFeed;
    deliver(bytes, position, position, !final);
    return final ? position + 1 : position;
  }

  function deliver(bytes: Buffer, start: number, end: number, volatile: boolean): void {
    returned = false;
    if (keptEnd > 0) return deliverKept(start, end, volatile);
    if (volatile && start === end) return;
    // To look costs less than to store: the buffer seldom changes.
    if (line.bytes !== bytes) line.bytes = bytes;
    line.start = start;
    line.end = end - start > maxLineLength ? wholeCharacters(bytes, start, start + maxLineLength) : end;
    line.volatile = volatile;
    onLine(line);
  }

  function deliverKept(start: number, end: number, volatile: boolean): void {
    keep(start, end);
    line.bytes = kept;
    line.start = 0;
    line.end = cut && keptEnd === maxLineLength ? wholeCharacters(kept, 0, keptEnd) : keptEnd;
    line.volatile = volatile;
    forget();
    onLine(line);
  }

  function keep(start: number, end: number): void {
    if (start === end) return;
    const room = maxLineLength - cursor;
    const length = end - start < room ? end - start : room;
    if (length < end - start) cut = true;
    copyBytes(view, start, start + length, keptView, cursor);
    cursor += length;
    keptEnd = cursor;
  }

  function goBack(): void {
    do {
      if (cursor > 0) cursor--;
    } while (cursor > 0 && isContinuation(kept[cursor]!));
  }

  function forget(): void {
    keptEnd = 0;
    cursor = 0;
    cut = false;
    returned = false;
  }

  function finish(): void {
    if (keptEnd > 0) deliverKept(0, 0, returned);
    reset();
  }

  function reset(): void {
    forget();
    sequence.abandon();
    decoder.reset();
  }

  return { push, end: finish, reset, pendingText: () => plainText(kept, 0, keptEnd) };
}

/** An empty line of these bytes, to be moved over them. */
export function createLine(bytes: Buffer): WritableLine {
  return { bytes, start: 0, end: 0, volatile: false, time: null, text: textOf };
}

type WritableLine = { -readonly [Key in keyof Line]: Line[Key] };

function textOf(this: Line): string {
  return plainText(this.bytes, this.start, this.end);
}

/**
 * Terminals obey U+0080..U+009F like escape sequences, so they go with the rest of what is no text; they cannot be told
 * apart in the bytes.
 */
function plainText(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  // As many characters as bytes: all are ASCII.
  if (text.length === end - start && !text.includes(deleteCharacter)) return text;
  return isPlain.test(text) ? text : text.replaceAll(control, '');
}

/**
 * Skips zero bytes, at the speed of memory where only such are left: a file that was enlarged without being written
 * (truncate(1)) has gigabytes of them.
 */
function afterZeros(bytes: Buffer, start: number): number {
  const rest = bytes.length - start;
  if (rest <= zeros.length && zeros.compare(bytes, start, bytes.length, 0, rest) === 0) return bytes.length;
  let position = start;
  while (position < bytes.length && bytes[position] === 0) position++;
  return position;
}

const zeros = Buffer.alloc(1024 * 1024);

/** The end without a character of which only the first bytes fit. */
function wholeCharacters(bytes: Buffer, start: number, end: number): number {
  let first = end - 1;
  while (first > start && first > end - 4 && isContinuation(bytes[first]!)) first--;
  const lead = bytes[first]!;
  const length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return first + length > end ? first : end;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

const backspace = 0x08;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const escape = 0x1b;
const deleteCharacter = '\u007f';
const isPlain = /^[^\u007f-\u009f]*$/u;
const control = /[\u007f-\u009f]/gu;
