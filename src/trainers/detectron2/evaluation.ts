import { finiteOf, fractionOf } from '../kit/numbers.ts';
import { unknownEvaluation } from '../kit/printed.ts';
import type { Emit } from '../trainer.ts';
import type { Memory } from './memory.ts';

/**
 * The results in short, for a spreadsheet. Pascal VOC evaluation prints nothing else:
 *
 *     copypaste: Task: bbox
 *     copypaste: AP,AP50,AP75,APs,APm,APl
 *     copypaste: 60.6060,81.1234,...
 */
export function readCopy(message: string, memory: Memory, emit: Emit): boolean {
  const copied = /^copypaste: (.*)$/.exec(message)?.[1];
  if (copied === undefined) return false;
  const task = /^Task: (.+)$/.exec(copied)?.[1];
  if (task !== undefined) {
    memory.task = task;
    memory.copied = null;
  } else if (memory.copied === null) memory.copied = copied.split(',');
  else if (memory.task === 'bbox' && !memory.emitted) {
    const cells = copied.split(',');
    // Four decimals each, so a last one that is cut off shows.
    if (cells.length === memory.copied.length && /(?:\.\d{4}|nan)$/.test(copied)) {
      emitEvaluation(memory.copied, cells, memory, emit);
    }
  }
  return true;
}

/** A record whose next lines are a table. */
export function readBlockHeader(message: string, memory: Memory): void {
  memory.row = null;
  if (message.startsWith('Evaluation results for bbox:')) memory.block = { kind: 'results', columns: null };
  else if (message.startsWith('Per-category bbox AP:')) memory.block = { kind: 'classes', classes: [], width: 0 };
}

/** A row of the table that is being printed. */
export function readRow(text: string, memory: Memory, emit: Emit): void {
  const { block } = memory;
  // A log may hold every line twice.
  if (text === memory.row) return;
  memory.row = text;
  const cells = text
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
  if (block === null || cells.every((cell) => /^:?-+:?$/.test(cell))) return;
  if (block.kind === 'results') {
    if (block.columns === null) block.columns = cells;
    else if (block.columns.length === cells.length) {
      emitEvaluation(block.columns, cells, memory, emit);
      memory.block = null;
    }
  } else if (block.width === 0) block.width = cells.length;
  else if (block.width === cells.length) {
    for (let index = 0; index + 1 < cells.length; index += 2) {
      if (cells[index] === '') continue;
      block.classes.push({
        name: cells[index]!,
        ap: fractionOf(cells[index + 1]!),
        truePositives: null,
        falsePositives: null,
      });
    }
  }
}

/** The table is over when another record follows: of a truncated one only the complete rows count. */
export function endBlock(memory: Memory, emit: Emit): void {
  if (memory.block?.kind === 'classes' && memory.block.classes.length > 0) {
    emit({ type: 'classes', classes: memory.block.classes });
  }
  memory.block = null;
}

function emitEvaluation(columns: readonly string[], cells: readonly string[], memory: Memory, emit: Emit): void {
  const metric = (name: string): number | null => {
    const text = cells[columns.indexOf(name)];
    const value = text === undefined ? null : finiteOf(text);
    return text === undefined || value === null || value < 0 ? null : fractionOf(text);
  };
  memory.emitted = true;
  memory.evaluatedAt = placeOfEvaluation(memory);
  emit({ ...unknownEvaluation, iteration: memory.evaluatedAt, map50To95: metric('AP'), map50: metric('AP50') });
}

/**
 * An evaluation comes before the line of its iteration, so the line that was read last is up to twenty iterations too
 * early. The period from the configuration, or a save after that line, shows where it is.
 */
function placeOfEvaluation({ iteration, planned, evaluateEvery, saved, finished }: Memory): number | null {
  if (finished && planned !== null) return planned;
  if (iteration === null) return saved;
  if (evaluateEvery !== null && evaluateEvery > 0) {
    const next = Math.ceil(iteration / evaluateEvery) * evaluateEvery;
    if (next <= iteration + maxInterval) return next;
  }
  return saved ?? iteration;
}

/** Iterations between two lines: DefaultTrainer writes every 20. */
const maxInterval = 20;
