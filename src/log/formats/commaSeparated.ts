import { atEnd, createCursor, place, readNumber, skipSpaces } from './fields.ts';
import type { Line } from '../lines/line.ts';

/** A comma-separated file of figures, read line by line. */
export interface Table {
  /** Reads a line: a `heading`, a `row`, one that is `blank`, or null for what is neither. */
  readonly read: (line: Line) => 'heading' | 'row' | 'blank' | null;
  /**
   * The number in a wanted column of the last row, counted from 0: NaN and infinities as Python, NumPy and C write
   * them; null for an empty cell or a word.
   */
  readonly number: (column: number) => number | null;
}

/**
 * Turns the lines of a comma-separated results file into rows. The heading may be padded, may come again with other
 * columns (a trainer that rewrites or resumes its file does that), and a row with too few cells is a half-written one:
 * it is no row yet. `wantedOf` says which columns of a heading are wanted, or null when these cells are no heading; one
 * that is has a cell with an `h` in it.
 */
export function createTable(wantedOf: (cells: readonly string[]) => readonly number[] | null): Table {
  const cursor = createCursor();
  let heading: string | null = null;
  let columns = 0;
  let values = new Float64Array(0);
  /** 1 where a column is wanted. */
  let wanted = new Uint8Array(0);
  /** 1 where the last row has a number. */
  let filled = new Uint8Array(0);

  function read(line: Line): 'heading' | 'row' | 'blank' | null {
    if (columns > 0 && readNumbers(line)) return 'row';
    const text = line.text();
    if (text === heading) return 'heading';
    if (text.trim() === '') return 'blank';
    const cells = cellsOf(text);
    const found = wantedOf(cells);
    if (found !== null) {
      heading = text;
      columns = cells.length;
      wanted = new Uint8Array(columns);
      for (const column of found) wanted[column] = 1;
      values = new Float64Array(columns);
      filled = new Uint8Array(columns);
      return 'heading';
    }
    if (columns === 0 || cells.length !== columns) return null;
    for (const [column, cell] of cells.entries()) put(column, numberIn(cell));
    return 'row';
  }

  /** Reads a row that has nothing but finite numbers and empty cells, as nearly all have, without making strings. */
  function readNumbers(line: Line): boolean {
    place(cursor, line);
    for (let column = 0; column < columns; column++) {
      if (column > 0 && !passComma()) return false;
      if (wanted[column] === 0) {
        if (!passCell()) return false;
        continue;
      }
      skipSpaces(cursor);
      if (atEnd(cursor) || cursor.bytes[cursor.position] === comma) {
        filled[column] = 0;
        continue;
      }
      const value = readNumber(cursor);
      // What is not finite is spelled in more ways than one, and some are words here.
      if (!Number.isFinite(value)) return false;
      values[column] = value;
      filled[column] = 1;
      skipSpaces(cursor);
    }
    return atEnd(cursor);
  }

  function passComma(): boolean {
    return cursor.bytes[cursor.position++] === comma && cursor.position <= cursor.end;
  }

  /** Moves over a cell that is not wanted; false when it could be of a heading, or hold commas. */
  function passCell(): boolean {
    const { bytes, end } = cursor;
    let { position } = cursor;
    for (; position < end && bytes[position] !== comma; position++) {
      const letter = bytes[position]! | lowerCase;
      if (letter === letterH || letter === quote) return false;
    }
    cursor.position = position;
    return true;
  }

  function put(column: number, value: number | null): void {
    filled[column] = value === null ? 0 : 1;
    values[column] = value ?? 0;
  }

  return { read, number: (column) => (filled[column] === 1 ? values[column]! : null) };
}

function numberIn(cell: string): number | null {
  if (cell === '') return null;
  const value = Number(cell);
  if (!Number.isNaN(value)) return value;
  const match = /^([+-]?)(nan|inf|infinity)$/i.exec(cell);
  if (match === null) return null;
  if (match[2]!.toLowerCase() === 'nan') return Number.NaN;
  return match[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** The trimmed cells of a line, with quotes taken off and quoted commas kept. */
export function cellsOf(text: string): string[] {
  if (!text.includes('"')) return text.split(',').map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (character === '"') {
      if (quoted && text[index + 1] === '"') {
        cell += '"';
        index++;
      } else {
        quoted = !quoted;
      }
    } else if (character === ',' && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else {
      cell += character;
    }
  }
  return [...cells, cell.trim()];
}

const quote = 0x22;
const comma = 0x2c;
const letterH = 0x68;
/** The bit that makes an ASCII letter a small one; a quote has it. */
const lowerCase = 0x20;
