import { createEvaluationBlock, type Memory } from './memory.ts';
import { finiteOf, fractionOf } from '../kit/numbers.ts';

/**
 * Reads hank-ai's table of classes, whose columns changed with the versions: the header names them, the ruler under it
 * shows how wide a name is.
 *
 *       Id Name                       AP      TP      FP      FN      GT       F1   AvgIoU
 *       -- -------------------- -------- ------- ------- ------- ------- -------- --------
 *        0 square                 0.1587       0       1      28      28   0.0000   0.0000
 *
 * AP is in percent, without the sign, in every version that has the table (`100.0f * average_precision` in
 * darknet_format_and_colour.cpp).
 */
export function readClassTable(text: string, memory: Memory): boolean {
  const header = /^ *Id Name +(AP|AvgPrecision)((?: +\w+)+)$/.exec(text);
  if (header !== null) {
    memory.table = { columns: [header[1]!, ...header[2]!.trim().split(/ +/)], nameWidth: null };
    return true;
  }
  const { table } = memory;
  if (table === null) return false;
  const ruler = /^( *-- )(-+ +)-+(?: -+)*$/.exec(text);
  if (ruler !== null) {
    memory.table = { ...table, nameWidth: ruler[2]!.length - 1 };
    return true;
  }
  return table.nameWidth !== null && readRow(text, table.columns, table.nameWidth, memory);
}

/** A name is padded by bytes, so it is cut out of the bytes; it may look like a column itself. */
function readRow(text: string, columns: readonly string[], nameWidth: number, memory: Memory): boolean {
  const id = /^ *(\d+) /.exec(text);
  if (id === null) return false;
  const bytes = Buffer.from(text);
  const name = bytes.toString('utf8', id[0].length, id[0].length + nameWidth).trimEnd();
  const cells = bytes
    .toString('utf8', id[0].length + nameWidth)
    .trim()
    .split(/ +/);
  if (cells.length !== columns.length || !cells.every((cell) => /^-?[\d.]+$|^-?nan$/.test(cell))) return false;
  const cell = (column: string): string => cells[columns.indexOf(column)] ?? '';
  if (memory.evaluation.emitted) memory.evaluation = createEvaluationBlock();
  memory.evaluation.classes.set(Number(id[1]), {
    name,
    ap: fractionOf(cells[0]!),
    truePositives: finiteOf(cell('TP')),
    falsePositives: finiteOf(cell('FP')),
  });
  return true;
}
