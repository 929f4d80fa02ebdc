import { numberOf } from '../../kit/numbers.ts';
import { type Figure, type Places, type ResultColumns, usualColumns } from './resultHeader.ts';

/** A row of a validation table: `all  535  601  0.805  0.831  0.812  0.693`. */
export interface ResultRow {
  readonly name: string;
  readonly box: Metrics;
  /** The same of the masks or the poses. */
  readonly second: Metrics | null;
  /** How the numbers are laid out: how many, and the width of their columns; 0 when the spaces were changed. */
  readonly numbers: number;
  readonly width: number;
  /** What the numbers mean. */
  readonly columns: ResultColumns;
}

/** Fractions 0..1; not finite where the trainer printed that, or prints no such figure. */
export type Metrics = Readonly<Record<Figure, number>>;

/**
 * Reads the row of all classes, which comes first in a table (`%22s` or `%20s` for the name, then columns 11 or 12
 * wide; trainers.md 2, 3). A row that was cut in a number no longer fits its columns: then its width is 0, and it must
 * be followed by another line to be believed. `header` is what stood over it, if anything did.
 */
export function readAllRow(text: string, header: ResultColumns | null = null): ResultRow | null {
  const match = /^\s*all((?:\s+\S+)+)\s*$/.exec(text);
  if (match === null) return null;
  const fields = match[1]!.trim().split(/\s+/);
  const columns = header?.count === fields.length - counts ? header : usualColumns(fields.length - counts);
  return columns === null ? null : readRow('all', fields, widthOf(match[1]!.trimEnd(), fields.length), columns);
}

/** Reads a row of one class, laid out like the row of all classes. The name is whatever is before the numbers. */
export function readClassRow(text: string, like: ResultRow): ResultRow | null {
  const whole = text.trimEnd();
  if (like.width > 0) {
    const numbers = whole.slice(-like.width * like.numbers);
    const name = whole.slice(0, -like.width * like.numbers).trimStart();
    if (name !== '' && widthOf(numbers, like.numbers) === like.width) {
      return readRow(name, numbers.trim().split(/\s+/), like.width, like.columns);
    }
  }
  const words = whole.trim().split(/\s+/);
  const name = words.slice(0, -like.numbers).join(' ');
  return name === '' ? null : readRow(name, words.slice(-like.numbers), 0, like.columns);
}

function readRow(name: string, fields: readonly string[], width: number, columns: ResultColumns): ResultRow | null {
  const values = fields.map((field) => numberOf(field)).filter((value) => value !== null);
  if (values.length !== fields.length || values.length !== columns.count + counts) return null;
  if (!isCount(values[0]!) || !isCount(values[1]!)) return null;
  return {
    name,
    box: metricsAt(values, columns.box),
    second: columns.second === null ? null : metricsAt(values, columns.second),
    numbers: values.length,
    width,
    columns,
  };
}

function metricsAt(values: readonly number[], places: Places): Metrics {
  const at = (place: number) => (place === -1 ? Number.NaN : values[place + counts]!);
  return {
    precision: at(places.precision),
    recall: at(places.recall),
    map50: at(places.map50),
    map50To95: at(places.map50To95),
    f1: at(places.f1),
  };
}

/**
 * The width of the columns when all fields end where columns of one width end, else 0: what was cut in a number has
 * none.
 */
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

/** Images and objects stand before the figures. */
const counts = 2;
/** 11 and 12 in all that are named here; variants of them print 10 to 14. */
const narrowest = 9;
const widest = 16;
