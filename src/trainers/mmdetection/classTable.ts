import { numberOf } from '../kit/numbers.ts';
import { metricOf } from '../kit/printed.ts';
import type { Emit } from '../trainer.ts';
import type { Memory } from './memory.ts';

/**
 * Reads the table of classes that `classwise` COCO evaluation and VOC evaluation print (terminaltables): a header
 * between two rulers, rows, a ruler.
 *
 *     +----------+-------+--------+    +-------+-----+------+--------+----+    +----------+----+----------+----+
 *     | category | mAP   | mAP_50 |    | class | gts | dets | recall | ap |    | category | AP | category | AP |
 *
 * Sources: mmdet/evaluation/metrics/coco_metric.py, mmdet/evaluation/functional/mean_ap.py; mmdet 2's datasets/coco.py
 * for the third form.
 */
export function readClassTable(text: string, memory: Memory, emit: Emit): boolean {
  if (text === memory.table?.line) return true;
  if (ruler.test(text)) {
    readRuler(text, memory, emit);
    return true;
  }
  const cells = cellsOf(text);
  if (cells === null) return false;
  if (names.has(cells[0]!) && cells.some((cell) => averages.has(cell))) {
    memory.table = { line: text, columns: cells, classes: [], rulers: 1 };
    return true;
  }
  if (memory.table === null || cells.length !== memory.table.columns.length) return false;
  memory.table.line = text;
  readRow(cells, memory.table);
  return true;
}

function readRuler(text: string, memory: Memory, emit: Emit): void {
  const { table } = memory;
  if (table === null) return;
  table.line = text;
  table.rulers++;
  // VOC has a ruler more, between the classes and their mean.
  if (table.rulers < 3) return;
  memory.table = null;
  if (table.classes.length > 0) emit({ type: 'classes', classes: table.classes });
}

function readRow(cells: readonly string[], { columns, classes }: NonNullable<Memory['table']>): void {
  for (const [index, column] of columns.entries()) {
    if (!names.has(column)) continue;
    const name = cells[index]!;
    const width = columns.slice(index + 1).findIndex((next) => names.has(next));
    const own = columns.slice(index + 1, width === -1 ? undefined : index + 1 + width);
    const at = own.findIndex((candidate) => averages.has(candidate));
    if (name === '' || name === 'None' || at === -1) continue;
    const ap = numberOf(cells[index + 1 + at]!);
    if (ap !== null) classes.push({ name, ap: metricOf(ap), truePositives: null, falsePositives: null });
  }
}

function cellsOf(text: string): string[] | null {
  if (!text.startsWith('|') || !text.endsWith('|') || text.length < 5) return null;
  return text
    .slice(1, -1)
    .split(' |')
    .map((cell) => cell.replace(/^\|/, '').trim());
}

const ruler = /^\+(?:-+\+)+$/;
const names = new Set(['category', 'class']);
const averages = new Set(['mAP', 'AP', 'ap']);
