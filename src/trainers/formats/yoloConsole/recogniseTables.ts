import { createCursor, isDigit } from '../../../log/formats/fields.ts';
import type { Line } from '../../../log/lines/line.ts';
import { createBar, readBar } from './bar.ts';
import { readColumns } from './columns.ts';
import { readAllRow } from './resultRow.ts';

/**
 * Which of the trainers with this console prints the tables seen so far; null while they could be another program's.
 */
export type TableRecogniser = (line: Line) => 'ultralytics' | 'yolov5' | 'yolov9' | null;

/**
 * A recogniser that has seen nothing, for a console of which banner and settings are gone and whose headers were cut by
 * the width of a terminal. A bar shows by its epochs whose it is: Ultralytics counts from 1, the YOLOs around YOLOv5
 * from 0. Rows alone show it by the width of their first column (`%22s`, `%20s`), where two agree.
 */
export function createTableRecogniser(): TableRecogniser {
  const cursor = createCursor();
  const bar = createBar();
  let hasDistribution = false;
  let rows = '';

  return (line) => {
    let start = line.start;
    while (start < line.end && line.bytes[start] === 0x20) start++;
    const letter = line.bytes[start];
    if (letter === letterE) hasDistribution = readColumns(line.text())?.has('dfl_loss') ?? hasDistribution;
    else if (letter === letterA) return ofRow(line.text());
    else if (isDigit(letter) && readBar(cursor, line, { memory: true, count: 0 }, bar)) return ofBar(line.text());
    return null;
  };

  function ofBar(text: string): ReturnType<TableRecogniser> {
    const { epoch, last, values, count } = bar;
    const size = values[count - 1]!;
    if (count < leastNumbers || size < 32 || size % 16 !== 0 || !hasMemory.test(text)) return null;
    // Planned lengths are round: the last of 100 epochs is 99 where the first is 0.
    const fromZero = epoch === 0 || (last % 10 === 9 && epoch < last + 1);
    return fromZero ? (hasDistribution ? 'yolov9' : 'yolov5') : 'ultralytics';
  }

  function ofRow(text: string): ReturnType<TableRecogniser> {
    const row = readAllRow(text);
    if (row === null || row.width === 0) return null;
    const nameWidth = row.end - row.width * row.numbers;
    const layout = `${nameWidth} ${row.width}`;
    const agrees = rows === layout;
    rows = layout;
    return agrees ? (nameWidth === ultralyticsNames ? 'ultralytics' : 'yolov5') : null;
  }
}

const letterA = 0x61;
const letterE = 0x45;
/** Three losses, the objects, the size of the images. */
const leastNumbers = 5;
const hasMemory = /^\s*\d+\/\d+\s+[\d.]+[GMK]?\s/;
/** `%22s` of Ultralytics, and of YOLOv5 7.0 and YOLOv9, whose `all` rows are the same. */
const ultralyticsNames = 22;
