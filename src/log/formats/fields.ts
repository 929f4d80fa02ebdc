import type { Line } from '../lines/line.ts';

/**
 * A place in a line that moves as its fields are read, so that a hot line of a log becomes numbers without one string
 * being made. Make one per reader and reuse it. Reading something that is not there fails the cursor, and whatever is
 * asked of a failed cursor does nothing, so a line's grammar is written straight down and `failed` is looked at once:
 *
 *     place(cursor, line);
 *     skipSpaces(cursor);
 *     const iteration = readInteger(cursor);
 *     expect(cursor, colon);
 *     const loss = readNumber(cursor);
 *     if (cursor.failed) return false;
 */
export interface Cursor {
  bytes: Uint8Array;
  /** The byte that is read next. */
  position: number;
  /** One past the last byte that may be read. */
  end: number;
  failed: boolean;
}

/** A cursor on nothing: `place` it before use. */
export function createCursor(): Cursor {
  return { bytes: new Uint8Array(0), position: 0, end: 0, failed: false };
}

/**
 * Puts the cursor on a line, at its first byte or at the given offset into `line.bytes`, and forgives what failed
 * before.
 */
export function place(cursor: Cursor, line: Line, position = line.start): void {
  // To look costs less than to store: the buffer seldom changes.
  if (cursor.bytes !== line.bytes) cursor.bytes = line.bytes;
  cursor.position = position;
  cursor.end = line.end;
  cursor.failed = false;
}

/** The bytes of an ASCII text, to look for in lines: make these once, at module level. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

/** Whether the line has this text at the given offset into `line.bytes` (its start, if none is given). */
export function startsWith(line: Line, text: Uint8Array, position = line.start): boolean {
  return position + text.length <= line.end && matches(line.bytes, text, position);
}

/** Whether the line ends in this text. */
export function endsWith(line: Line, text: Uint8Array): boolean {
  const position = line.end - text.length;
  return position >= line.start && matches(line.bytes, text, position);
}

/**
 * Offset into `line.bytes` of the first occurrence of a text that is not empty, from the given offset on; -1 when the
 * line has none.
 */
export function indexOf(line: Line, text: Uint8Array, from = line.start): number {
  const { bytes } = line;
  const first = text[0]!;
  const last = line.end - text.length;
  for (let position = from; position <= last; position++) {
    if (bytes[position] === first && matches(bytes, text, position)) return position;
  }
  return -1;
}

/**
 * The part of a line between two offsets into `line.bytes`, as text: for names and paths. Malformed UTF-8 is replaced.
 */
export function textBetween(line: Line, start: number, end: number): string {
  return line.bytes.toString('utf8', start, end);
}

/** Moves over spaces and tabs, as many as there are. */
export function skipSpaces(cursor: Cursor): void {
  const { bytes, end } = cursor;
  let { position } = cursor;
  while (position < end && (bytes[position] === space || bytes[position] === tab)) position++;
  cursor.position = position;
}

/** Moves over exactly this text; fails the cursor when something else is there. */
export function expect(cursor: Cursor, text: Uint8Array): void {
  if (!accept(cursor, text)) cursor.failed = true;
}

/** Moves over this text if it is there. Returns whether it was. */
export function accept(cursor: Cursor, text: Uint8Array): boolean {
  const after = cursor.position + text.length;
  if (cursor.failed || after > cursor.end || !matches(cursor.bytes, text, cursor.position)) return false;
  cursor.position = after;
  return true;
}

/** Moves to just after the next occurrence of this text; fails the cursor when the line has none. */
export function skipPast(cursor: Cursor, text: Uint8Array): void {
  if (cursor.failed) return;
  const { bytes } = cursor;
  const first = text[0]!;
  const last = cursor.end - text.length;
  for (let position = cursor.position; position <= last; position++) {
    if (bytes[position] === first && matches(bytes, text, position)) {
      cursor.position = position + text.length;
      return;
    }
  }
  cursor.failed = true;
}

/** Moves over whatever is there until a space, a tab or the end of the line. */
export function skipWord(cursor: Cursor): void {
  const { bytes, end } = cursor;
  let { position } = cursor;
  while (position < end && bytes[position] !== space && bytes[position] !== tab) position++;
  cursor.position = position;
}

/** Whether a byte is one of `0` to `9`; false behind the last byte. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= 0x39;
}

/** Whether the cursor stands at the end of its line. */
export function atEnd(cursor: Cursor): boolean {
  return cursor.position >= cursor.end;
}

/**
 * Reads `[+-]digits` and moves behind it; fails the cursor, and returns NaN, when there is no digit. Exactly what
 * `Number` makes of the text.
 */
export function readInteger(cursor: Cursor): number {
  if (cursor.failed) return Number.NaN;
  const { bytes, position: start, end } = cursor;
  const isNegative = start < end && bytes[start] === minus;
  const first = isNegative || (start < end && bytes[start] === plus) ? start + 1 : start;
  let after = first;
  let value = 0;
  while (after < end && isDigit(bytes[after])) value = (Math.imul(value, 10) + bytes[after++]! - zero) | 0;
  if (after === first) return fail(cursor);
  cursor.position = after;
  if (after - first > smallDigits) return slowNumber(bytes, start, after);
  return isNegative ? -value : value;
}

/**
 * Reads a number as C and Python print them and moves behind it: signs, fraction, exponent, `nan`, `-nan`, `nan(ind)`,
 * `inf`, `infinity` in any case, and what Windows prints (`1.#INF00`, `-1.#IND00`, `1.#QNAN0`; trainers.md 0.1, rule
 * 6). Finite numbers are exactly what `Number` makes of the text. Fails the cursor, and returns NaN, when no number is
 * there; a NaN that was printed does not fail it.
 */
export function readNumber(cursor: Cursor): number {
  if (cursor.failed) return Number.NaN;
  const { bytes, end } = cursor;
  const start = cursor.position;
  let position = start;
  const sign = position < end ? bytes[position]! : 0;
  if (sign === minus || sign === plus) position++;
  const first = position;
  let mantissa = 0;
  for (; position < end; position++) {
    const digit = bytes[position]! - zero;
    if (digit < 0 || digit > 9) break;
    mantissa = (Math.imul(mantissa, 10) + digit) | 0;
  }
  let digits = position - first;
  let fraction = 0;
  if (position < end && bytes[position] === dot) {
    position++;
    const six = position + 6 <= end ? sixDigits(bytes, position) : -1;
    if (six !== -1) {
      mantissa = (Math.imul(mantissa, 1_000_000) + six) | 0;
      fraction = 6;
      position += 6;
    }
    for (; position < end; position++) {
      const digit = bytes[position]! - zero;
      if (digit < 0 || digit > 9) break;
      mantissa = (Math.imul(mantissa, 10) + digit) | 0;
      fraction++;
    }
    digits += fraction;
  }
  if (digits === 0) return readWord(cursor, sign === plus || sign === minus ? start + 1 : start, sign === minus);
  if (position < end) {
    const next = bytes[position]!;
    // '#' of `1.#INF` and the exponent are the only things that can belong to the number still.
    if ((next | lowerCase) === letterE || next === hash) return readUncommon(cursor, start, position, sign === minus);
  }
  cursor.position = position;
  if (digits > exactDigits) return slowNumber(bytes, start, position);
  const whole = digits > smallDigits ? digitsBetween(bytes, first, position) : mantissa;
  // Both are exact, and so the one division rounds once, as Number does (Clinger, How to read floating-point numbers
  // accurately, 1990).
  const value = whole / powersOfTen[fraction]!;
  return sign === minus ? -value : value;
}

/**
 * The value of six digits, or -1 when they are not all digits. It is what `%f` prints behind the point, and digits that
 * do not wait for each other are read in half the time.
 */
function sixDigits(bytes: Uint8Array, position: number): number {
  const sixth = bytes[position + 5]! - zero;
  if (sixth < 0 || sixth > 9) return -1;
  const first = bytes[position]! - zero;
  const second = bytes[position + 1]! - zero;
  const third = bytes[position + 2]! - zero;
  const fourth = bytes[position + 3]! - zero;
  const fifth = bytes[position + 4]! - zero;
  // One below 0 makes all of them so; one above 9 has, six above it, a bit beyond the lowest four.
  const lowest = first | second | third | fourth | fifth;
  const raised = (first + 6) | (second + 6) | (third + 6) | (fourth + 6) | (fifth + 6);
  if (lowest < 0 || raised > 0xf) return -1;
  return first * 100_000 + second * 10_000 + third * 1000 + fourth * 100 + fifth * 10 + sixth;
}

/** The digits in these bytes as one number, whatever is between them. */
function digitsBetween(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let position = start; position < end; position++) {
    if (isDigit(bytes[position])) value = value * 10 + (bytes[position]! - zero);
  }
  return value;
}

function readUncommon(cursor: Cursor, start: number, position: number, negative: boolean): number {
  const { bytes, end } = cursor;
  if (bytes[position] === hash) return readWindows(cursor, position + 1, negative);
  let after = position + 1;
  if (after < end && (bytes[after] === minus || bytes[after] === plus)) after++;
  const first = after;
  while (after < end && isDigit(bytes[after])) after++;
  // `3epochs` is the number 3 before a word.
  cursor.position = after === first ? position : after;
  return slowNumber(bytes, start, cursor.position);
}

/**
 * After `1.#`: `INF00`, `IND00`, `QNAN0`, `SNAN0`; and `J`, which is what its rounding made of `INF` at few decimals.
 */
function readWindows(cursor: Cursor, position: number, negative: boolean): number {
  const { bytes, end } = cursor;
  let after = position;
  while (after < end && (isLetter(bytes[after]!) || isDigit(bytes[after]))) after++;
  if (after === position) return fail(cursor);
  cursor.position = after;
  const infinite = bytes[position] === 0x4a || (after - position > 2 && hasWord(bytes, position, infinityWord, 3));
  if (!infinite) return Number.NaN;
  return negative ? -Infinity : Infinity;
}

/** `nan`, `nan(ind)`, `inf`, `infinity`. */
function readWord(cursor: Cursor, position: number, negative: boolean): number {
  const { bytes, end } = cursor;
  if (position + 3 > end) return fail(cursor);
  if (hasWord(bytes, position, nanWord, 3)) {
    let after = position + 3;
    if (after < end && bytes[after] === 0x28) {
      let close = after + 1;
      while (close < end && isLetter(bytes[close]!)) close++;
      if (close < end && bytes[close] === 0x29) after = close + 1;
    }
    if (after < end && isLetter(bytes[after]!)) return fail(cursor);
    cursor.position = after;
    return Number.NaN;
  }
  if (!hasWord(bytes, position, infinityWord, 3)) return fail(cursor);
  const whole = position + infinityWord.length <= end && hasWord(bytes, position, infinityWord, infinityWord.length);
  const after = position + (whole ? infinityWord.length : 3);
  if (after < end && isLetter(bytes[after]!)) return fail(cursor);
  cursor.position = after;
  return negative ? -Infinity : Infinity;
}

function fail(cursor: Cursor): number {
  cursor.failed = true;
  return Number.NaN;
}

function slowNumber(bytes: Uint8Array, start: number, end: number): number {
  let text = '';
  for (let position = start; position < end; position++) text += String.fromCharCode(bytes[position]!);
  return Number(text);
}

/** The caller has made sure that the text fits. */
function matches(bytes: Uint8Array, text: Uint8Array, position: number): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[position + index] !== text[index]) return false;
  }
  return true;
}

/** Compares the first letters of a lower-case word, whatever their case in the line. */
function hasWord(bytes: Uint8Array, position: number, word: Uint8Array, length: number): boolean {
  for (let index = 0; index < length; index++) {
    if ((bytes[position + index]! | lowerCase) !== word[index]) return false;
  }
  return true;
}

function isLetter(byte: number): boolean {
  const lower = byte | lowerCase;
  return lower >= 0x61 && lower <= 0x7a;
}

const tab = 0x09;
const space = 0x20;
const hash = 0x23;
const plus = 0x2b;
const minus = 0x2d;
const dot = 0x2e;
const zero = 0x30;
const letterE = 0x65;
/** The bit that makes an ASCII letter a small one. */
const lowerCase = 0x20;
const nanWord = ascii('nan');
const infinityWord = ascii('infinity');
/** Any number of this many decimal digits fits into 32 bits, whose arithmetic is the fastest there is. */
const smallDigits = 9;
/** Any number of this many fits exactly into a double. */
const exactDigits = 15;
/** Powers of ten up to `exactDigits`. */
const powersOfTen = Float64Array.from({ length: exactDigits + 1 }, (_, exponent) => 10 ** exponent);
