import { numberOf } from '../../kit/numbers.ts';
import { type Figure, type Places, type ResultColumns, usual, usualColumns } from './resultHeader.ts';

/** A row of a validation table: `all  535  601  0.805  0.831  0.812  0.693`. */
export interface ResultRow {
  readonly name: string;
  readonly box: Metrics;
  /** The same of the masks or the poses. */
  readonly second: Metrics | null;
  /** How the numbers are laid out: how many, and the width of their columns; 0 when the spaces were changed. */
  readonly numbers: number;
  readonly width: number;
  /** Where in its line the row of all classes ends. */
  readonly end: number;
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
  return readWholeRow(text, header) ?? readWholeRow(withoutResidue(text), header);
}

function readWholeRow(text: string, header: ResultColumns | null): ResultRow | null {
  const match = /^\s*all((?:\s+\S+)+)\s*$/.exec(text);
  if (match === null) return null;
  const fields = match[1]!.trim().split(/\s+/);
  const columns = header?.count === fields.length - counts ? header : usualColumns(fields.length - counts);
  if (columns === null) return null;
  return readRow('all', fields, {
    width: widthOf(match[1]!.trimEnd(), fields.length),
    end: text.trimEnd().length,
    columns,
  });
}

/**
 * A row without what a longer bar left behind it on the screen: `... 5.99e-05█| 20/20 [00:05`. Its columns end where
 * multiples of their width do; where the spaces were changed, the row ends before the first thing that is no number.
 */
function withoutResidue(text: string): string {
  const counted = /^(\s*all\s+\d\S*)(\s+\d\S*)/.exec(text);
  if (counted === null) return text;
  const [, first, second] = counted;
  const start = first!.length - second!.length;
  const numbers = /^[-+\s\d.einfa]*/i.exec(text.slice(start))![0];
  for (const { count } of usual) {
    const end = (count + counts) * second!.length;
    // Digits of the bar may stand right behind the last column.
    if (numbers.length >= end && numbers[end - 1] !== ' ') return text.slice(0, start + end);
  }
  return text.slice(0, start + numbers.length);
}

/** Reads a row of one class, laid out like the row of all classes. The name is whatever is before the numbers. */
export function readClassRow(text: string, like: ResultRow): ResultRow | null {
  const row = readWholeClassRow(text, like);
  return row === null && text.length > like.end ? readWholeClassRow(text.slice(0, like.end), like) : row;
}

function readWholeClassRow(text: string, like: ResultRow): ResultRow | null {
  const whole = text.trimEnd();
  if (like.width > 0) {
    const numbers = whole.slice(-like.width * like.numbers);
    const name = whole.slice(0, -like.width * like.numbers).trimStart();
    if (name !== '' && widthOf(numbers, like.numbers) === like.width) {
      return readRow(name, numbers.trim().split(/\s+/), like);
    }
  }
  const words = whole.trim().split(/\s+/);
  const name = words.slice(0, -like.numbers).join(' ');
  return name === '' ? null : readRow(name, words.slice(-like.numbers), { ...like, width: 0 });
}

function readRow(
  name: string,
  fields: readonly string[],
  { width, end, columns }: Pick<ResultRow, 'width' | 'end' | 'columns'>,
): ResultRow | null {
  const values = fields.map((field) => numberOf(field)).filter((value) => value !== null);
  if (values.length !== fields.length || values.length !== columns.count + counts) return null;
  if (!isCount(values[0]!) || !isCount(values[1]!)) return null;
  if (values.slice(counts).some((value) => value < 0 || (value > 1 && Number.isFinite(value)))) return null;
  return {
    name,
    box: metricsAt(values, columns.box),
    second: columns.second === null ? null : metricsAt(values, columns.second),
    numbers: values.length,
    width,
    end,
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
  return Number.isInteger(value) && value >= 0;
}

/** Images and objects stand before the figures. */
const counts = 2;
/** 11 and 12 in all that are named here; variants of them print 10 to 14. */
const narrowest = 9;
const widest = 16;
