import { type JsonRecord, numberIn } from '../../log/formats/jsonRecord.ts';
import { exactEvaluation, keyOf, measured, recordsGrammar } from '../formats/results/records.ts';
import { unknownIteration } from '../kit/printed.ts';
import type { Emit, ResultFile } from '../trainer.ts';

/**
 * `metrics.json`: iterations 0-based, AP in percent. Evaluations have records of their own or stand among the losses.
 * Source: detectron2/utils/events.py, JSONWriter (trainers.md 5 and 9).
 */
export const metricsFile: ResultFile = {
  name: 'metrics.json',
  patterns: ['metrics.json'],
  grammar: recordsGrammar('detectron2', isOwn, () => readRecord),
};

function isOwn(record: JsonRecord): boolean {
  return 'iteration' in record && ('total_loss' in record || keyOf(record, boxAp) !== null);
}

function readRecord(record: JsonRecord, emit: Emit): void {
  const iteration = numberIn(record, 'iteration');
  if (iteration === null) return;
  const loss = numberIn(record, 'total_loss');
  if (loss !== null) {
    emit({
      ...unknownIteration,
      iteration: iteration + 1,
      loss,
      learningRate: numberIn(record, 'lr'),
      seconds: numberIn(record, 'time'),
      dataSeconds: numberIn(record, 'data_time'),
      remaining: numberIn(record, 'eta_seconds'),
    });
  }
  // With several sets to test on, the name of the set stands before it: the first one counts.
  const key = keyOf(record, boxAp) ?? 'bbox/AP';
  const map50 = fractionOf(numberIn(record, `${key}50`));
  const map50To95 = fractionOf(numberIn(record, key));
  if (map50 === null && map50To95 === null) return;
  emit(exactEvaluation({ iteration: iteration + 1, epoch: null }, map50, map50To95));
}

/** A fraction from a percentage, without the noise that a division leaves behind. */
function fractionOf(percent: number | null): number | null {
  const value = measured(percent);
  return value === null ? null : Math.round(value * 1e10) / 1e12;
}

const boxAp = /^(?:.+\/)?bbox\/AP$/;
