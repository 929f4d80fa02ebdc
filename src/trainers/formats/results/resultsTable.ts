import { createTable, type Table } from '../../../log/formats/commaSeparated.ts';
import type { EvaluationRead } from '../../../run/events.ts';
import { sumOf } from '../../kit/numbers.ts';
import type { Emit, TrainerReader } from '../../trainer.ts';
import { type ResultsColumns, columnsOf, type LossColumn, placesOf } from './columns.ts';

/**
 * Reads a results table (`results.csv`, Lightning's `metrics.csv`, timm's `summary.csv`) line by line. A row that has
 * too few cells is a half-written one and no row yet. Epochs come out 1-based: a table whose first epoch is 0 counts
 * from 0 (Ultralytics 8.0), all others from 1, unless `countsFrom` says it (YOLOv5 always counts from 0, also when a
 * resumed training begins its table later; trainers.md 2 and 3).
 */
export function createResultsTableReader(countsFrom: 0 | 1 | null = null): TrainerReader {
  let columns: ResultsColumns | null = null;
  let offset: 0 | 1 | null = countsFrom === null ? null : countsFrom === 0 ? 1 : 0;
  let time: number | null = null;
  const table = createTable((cells) => {
    const found = columnsOf(cells);
    if (found === null) return null;
    columns = found;
    return placesOf(found);
  });

  return {
    read(line, emit) {
      const read = table.read(line);
      if (read === 'heading' || read === 'blank') return true;
      if (read === null || columns === null) return false;
      const epoch = table.number(columns.epoch);
      if (epoch === null || !Number.isInteger(epoch) || epoch < 0) return false;
      offset ??= epoch === 0 ? 1 : 0;
      const now = columns.time === null ? null : table.number(columns.time);
      // The clock of the table restarts with the process: after a resume there is nothing to subtract from.
      const seconds = now === null ? null : time !== null && now >= time ? now - time : now;
      time = now ?? time;
      emitRow(table, columns, epoch + offset, seconds, emit);
      return true;
    },
  };
}

function emitRow(table: Table, columns: ResultsColumns, epoch: number, seconds: number | null, emit: Emit): void {
  const cell = (column: number | null) => (column === null ? null : table.number(column));
  const parts = partValues(table, columns.trainParts);
  const validationParts = partValues(table, columns.validationParts);
  const loss = cell(columns.trainLoss) ?? sumOf(parts);
  const validationLoss = cell(columns.validationLoss) ?? sumOf(validationParts);
  const learningRate = cell(columns.learningRate);
  if (loss !== null || validationLoss !== null || learningRate !== null) {
    emit({ type: 'epoch', epoch, loss, validationLoss, learningRate, seconds, parts, validationParts });
  }
  // Spelled out: to copy `unknownEvaluation` for each row takes some percent of the time of reading a table.
  const evaluation: EvaluationRead = {
    type: 'evaluation',
    iteration: null,
    epoch,
    map50: cell(columns.map50),
    map50To95: cell(columns.map50To95),
    precision: cell(columns.precision),
    recall: cell(columns.recall),
    f1: cell(columns.f1),
    iou: null,
    truePositives: null,
    falsePositives: null,
    falseNegatives: null,
    exact: true,
  };
  if (evaluation.map50 !== null || evaluation.map50To95 !== null) emit(evaluation);
}

function partValues(table: Table, parts: readonly LossColumn[]): Record<string, number> {
  const values: Record<string, number> = {};
  for (const { column, name } of parts) {
    const value = table.number(column);
    if (value !== null) values[name] = value;
  }
  return values;
}
