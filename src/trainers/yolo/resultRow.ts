import { numberOf } from './numberOf.ts';

/** A row of a validation table: `all  535  601  0.805  0.831  0.812  0.693`. */
export interface ResultRow {
  readonly name: string;
  readonly box: Metrics;
  /** The same of the masks or the poses. */
  readonly second: Metrics | null;
  /** How the numbers are laid out: how many, and the width of their columns; 0 when the blanks were changed on the way. */
  readonly numbers: number;
  readonly width: number;
}

/** Fractions 0..1; not finite where the trainer printed that. */
export interface Metrics {
  readonly precision: number;
  readonly recall: number;
  readonly map50: number;
  readonly map50To95: number;
}

/**
 * Reads the row of all classes, which comes first in a table (`%22s` or `%20s` for the name, then columns 11 or 12 wide; trainers.md 2, 3). A row that was
 * cut in a number no longer fits its columns: then its width is 0, and it must be followed by another line to be believed.
 */
export function readAllRow(text: string): ResultRow | null {
  const match = /^\s*all((?:\s+\S+)+)\s*$/.exec(text);
  if (match === null) return null;
  const fields = match[1]!.trim().split(/\s+/);
  return readRow('all', fields, widthOf(match[1]!.trimEnd(), fields.length));
}

/** Reads a row of one class, laid out like the row of all classes. The name is whatever is before the numbers. */
export function readClassRow(text: string, like: ResultRow): ResultRow | null {
  const whole = text.trimEnd();
  if (like.width > 0) {
    const numbers = whole.slice(-like.width * like.numbers);
    const name = whole.slice(0, -like.width * like.numbers).trimStart();
    if (name !== '' && widthOf(numbers, like.numbers) === like.width) {
      return readRow(name, numbers.trim().split(/\s+/), like.width);
    }
  }
  const words = whole.trim().split(/\s+/);
  const name = words.slice(0, -like.numbers).join(' ');
  return name === '' ? null : readRow(name, words.slice(-like.numbers), 0);
}

function readRow(name: string, fields: readonly string[], width: number): ResultRow | null {
  const values = fields.map((field) => numberOf(field)).filter((value) => value !== null);
  if (values.length !== fields.length || (values.length !== 6 && values.length !== 10)) return null;
  if (!isCount(values[0]!) || !isCount(values[1]!)) return null;
  return {
    name,
    box: metricsFrom(values, 2),
    second: values.length === 10 ? metricsFrom(values, 6) : null,
    numbers: values.length,
    width,
  };
}

function metricsFrom(values: readonly number[], first: number): Metrics {
  return {
    precision: values[first]!,
    recall: values[first + 1]!,
    map50: values[first + 2]!,
    map50To95: values[first + 3]!,
  };
}

/** The width of the columns when all fields end where columns of one width end, else 0: what was cut in a number has none. */
function widthOf(numbers: string, count: number): number {
  const width = numbers.length / count;
  if (!Number.isInteger(width) || width < narrowest || width > widest) return 0;
  for (let end = width; end <= numbers.length; end += width) {
    if (numbers[end - 1] === ' ' || (end < numbers.length && numbers[end] !== ' ')) return 0;
  }
  return width;
}

function isCount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}

/** 11 and 12 in all that are named here; variants of them print 10 to 14. */
const narrowest = 9;
const widest = 16;
