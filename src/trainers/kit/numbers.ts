import { atEnd, createCursor, readNumber } from '../../log/formats/fields.ts';

/** Returns the number that a text is, NaN for `nan` in every spelling; null for any other text. */
export function numberOf(text: string): number | null {
  if (isPlain.test(text)) return Number(text);
  cursor.bytes = Buffer.from(text);
  cursor.position = 0;
  cursor.end = cursor.bytes.length;
  cursor.failed = false;
  const value = readNumber(cursor);
  return cursor.failed || !atEnd(cursor) ? null : value;
}

/** Null where the trainer printed `nan` for what it could not compute. */
export function finiteOf(text: string): number | null {
  const value = numberOf(text);
  return value !== null && Number.isFinite(value) ? value : null;
}

/** A fraction from a percentage, without the noise that a division leaves behind: `81.52` is 0.8152. */
export function fractionOf(percent: string): number | null {
  const value = finiteOf(percent);
  return value === null ? null : fractionFrom(value);
}

/** The same of a percentage that is a number already. */
export function fractionFrom(percent: number): number {
  return Math.round(percent * 1e8) / 1e10;
}

/** Returns null for what is NaN or infinite. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The sum of the parts of a loss; null where there are none. */
export function sumOf(parts: Readonly<Record<string, number>>): number | null {
  let sum: number | null = null;
  for (const name in parts) sum = (sum ?? 0) + parts[name]!;
  return sum;
}

const cursor = createCursor();
/** What nearly all of them are, and `Number` reads as `readNumber` does. */
const isPlain = /^-?\d+(?:\.\d+)?$/;
