import { ascii, indexOf, isDigit, startsWith, textBetween } from '../../../log/formats/fields.ts';
import type { Line } from '../../../log/lines/line.ts';
import { createTraceback } from '../traceback.ts';
import { finite } from '../../kit/numbers.ts';
import type { Companion, Emit, TrainerReader } from '../../trainer.ts';
import { readColumns } from './columns.ts';
import { createTraining } from './createTraining.ts';
import { readDataFile } from './dataFile.ts';
import type { Dialect } from './dialect.ts';
import { segmentsOf } from './escaped.ts';
import { type ResultColumns, readResultHeader } from './resultHeader.ts';
import { type ResultRow, readAllRow, readClassRow } from './resultRow.ts';

/**
 * A reader for the console that Ultralytics and the YOLOs around YOLOv5 share: a header and a bar per epoch, a bar and
 * a row per validation.
 */
export function createConsole(dialect: Dialect): TrainerReader {
  const training = createTraining(dialect);
  const traceback = createTraceback();
  /** The columns of the last header, and its text up to its bar, which is repeated in every epoch. */
  let columns: ResultColumns | null = null;
  let header = '';
  /** The row of all classes that the line before was, or that a class row before continued. */
  let table: { all: ResultRow; rows: ResultRow[] } | null = null;
  /** The line before was the header of an epoch. */
  let headed = false;
  /** A row whose spaces were changed, until another line shows that it was complete. */
  let doubtful: { row: ResultRow; inTable: boolean } | null = null;

  function read(line: Line, emit: Emit): boolean {
    // A bar begins with the control bytes that clear its line.
    if (line.bytes[line.start] !== numberSign || line.volatile) return readPlain(line, emit);
    return segmentsOf(line)
      .map((each) => readPlain(each, emit))
      .every(Boolean);
  }

  function readPlain(line: Line, emit: Emit): boolean {
    if (doubtful !== null) believe(emit);
    const start = firstLetter(line);
    const repeated = headed;
    headed = false;
    if (start === line.end) return true;
    if (line.volatile && readVolatile(line, start, emit)) return true;
    if (traceback.open() && traceback.read(line, emit)) return true;
    if (table !== null && readTableRow(line, emit)) return true;
    table = null;
    const letter = line.bytes[start]!;
    if (isDigit(letter)) {
      if (training.bar(line, emit)) {
        // A crash may stand right behind the bar that it broke off.
        traceback.read(line, emit);
        return true;
      }
      if (isModelRow.test(line.text())) return true;
    } else if (startsWith(line, classWord, start)) {
      return readValidation(line, emit);
    } else if (startsWith(line, allWord, start)) {
      if (readResult(line.text(), emit)) return true;
    } else if (startsWith(line, epochWord, start)) {
      const losses = readColumns(line.text());
      if (losses !== null) {
        // An empty line precedes each, so that two in a row are one header printed by two handlers.
        if (!repeated) training.header(losses, emit);
        headed = true;
        // The row of the epoch before may stand behind it, when it went through another buffer.
        return true;
      }
    }
    const text = line.text();
    // A notebook that was turned into text indents what its cells printed.
    if (dialect.notice(text.trimStart(), training, emit)) {
      traceback.reset();
      return true;
    }
    return traceback.read(line, emit) || isModelRow.test(text) || isOtherBar.test(text);
  }

  /**
   * Most lines of all: states of bars that the next one overwrites. What else ends in a carriage return is a line of a
   * log that has no other ends.
   */
  function readVolatile(line: Line, start: number, emit: Emit): boolean {
    if (training.bar(line, emit)) return true;
    if (startsWith(line, classWord, start)) {
      columns ??= readResultHeader(line.text());
      training.validation(emit);
      // Only a row that stands behind the bar ends in a digit.
      return !isDigit(line.bytes[line.end - 1]);
    }
    return indexOf(line, percentSign, start) !== -1;
  }

  /** The bar of a validation; bars and rows come through two streams, so that a row may stand behind the bar. */
  function readValidation(line: Line, emit: Emit): boolean {
    const text = line.text();
    if (header === '' || !text.startsWith(header)) {
      const found = readResultHeader(text);
      if (found === null) return false;
      columns = found;
      header = /^.*?(?=(?<!\d)\d+%)/.exec(text)?.[0] ?? '';
    }
    training.validation(emit);
    const glued = text.includes(' all ') ? rowBehindBar(text) : null;
    if (glued !== null) readResult(glued, emit);
    else if (indexOf(line, tracebackWord) !== -1) traceback.read(line, emit);
    return true;
  }

  function readResult(text: string, emit: Emit): boolean {
    const row = readAllRow(text, columns);
    if (row === null) return isAccuracyRow.test(text);
    if (row.width === 0) doubtful = { row, inTable: false };
    else training.result(row, emit);
    table = { all: row, rows: [] };
    return true;
  }

  function readTableRow(line: Line, emit: Emit): boolean {
    const text = textBetween(line, line.start, line.end);
    const row = readClassRow(text, table!.all);
    if (row === null || /^\s*all\s/.test(text)) return false;
    if (row.width === 0) doubtful = { row, inTable: true };
    else emitClass(row, emit);
    return true;
  }

  function believe(emit: Emit): void {
    const { row, inTable } = doubtful!;
    doubtful = null;
    if (inTable) emitClass(row, emit);
    else training.result(row, emit);
  }

  function emitClass(row: ResultRow, emit: Emit): void {
    const before = table?.rows.at(-1);
    // Two handlers print every line twice.
    if (before?.name === row.name && String(Object.values(before.box)) === String(Object.values(row.box))) return;
    table?.rows.push(row);
    emit({
      type: 'classes',
      classes: (table?.rows ?? [row]).map(({ name, box }) => ({
        name,
        ap: finite(box.map50To95) ?? finite(box.map50),
        truePositives: null,
        falsePositives: null,
      })),
    });
  }

  function readCompanion(companion: Companion, text: string, emit: Emit): void {
    const names = readDataFile(text);
    if (names !== null) emit({ type: 'plan', plan: { classNames: names } });
    else emit({ type: 'fault', text: `${companion.path} names no classes.`, fatal: false });
  }

  return { read, readCompanion };
}

function firstLetter(line: Line): number {
  let start = line.start;
  while (start < line.end && (line.bytes[start] === 0x20 || line.bytes[start] === 0x09)) start++;
  return start;
}

const classWord = ascii('Class ');
const allWord = ascii('all ');
const epochWord = ascii('Epoch ');
const numberSign = 0x23;
const percentSign = ascii('%');
const tracebackWord = ascii('Traceback (');
/** Of a classification: top-1 and top-5 accuracy, which no detector has. */
const isAccuracyRow = /^\s*all(?:\s+[01](?:\.\d+)?){2}\s*$/;
/** `  0   -1  1   464  ultralytics.nn.modules.conv.Conv   [3, 16, 3, 2]`. */
const isModelRow =
  /^\s*(?:\d+(?:\s+-?\d+|\s*\[[-\d, ]+\])\s+\d+\s+\d+\s+[\w.]+\s+\[.*|from\s+n\s+params\s+module\s+arguments\s*)$/;
/** Bars of scans, downloads and anchors. */
const isOtherBar = /\d%(?:\||\s*[━─╸]|\s+\d)|^\s*: +0%/;

function rowBehindBar(text: string): string | null {
  const bar = /\d%/.exec(text);
  return bar === null ? null : (/(?<!\s)\s+all\s+[\d.].*$/.exec(text.slice(bar.index))?.[0] ?? null);
}
