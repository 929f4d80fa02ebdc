import { isRecord, type JsonRecord, numberIn } from '../../log/formats/jsonRecord.ts';
import type { EvaluationRead } from '../../run/events.ts';
import { exactEvaluation, recordsGrammar } from '../formats/results/records.ts';
import { fractionFrom, numberOf } from '../kit/numbers.ts';
import { durationOf, metricOf, unknownEpoch } from '../kit/printed.ts';
import type { Emit, ResultFile } from '../trainer.ts';

/**
 * `status.json`: a record for each epoch and each step of the work, one a line. Its figures are texts or numbers.
 * Source: api_logging.py, and the loggers.py of nvidia_tao_tf1 and nvidia_tao_pytorch.
 */
export const statusFile: ResultFile = {
  name: 'status.json',
  patterns: ['status.json', 'train/status.json'],
  isCommonName: true,
  grammar: recordsGrammar('tao', isOwn, () => {
    const memory: Memory = { epoch: 0 };
    return (record, emit) => readRecord(record, memory, emit);
  }),
};

interface Memory {
  /** 1-based, the last that is over; 0 before. */
  epoch: number;
}

/** Its words for levels are its own; many programs have a status. */
function isOwn(record: JsonRecord): boolean {
  return 'verbosity' in record && 'status' in record && 'date' in record && 'time' in record;
}

function readRecord(record: JsonRecord, memory: Memory, emit: Emit): void {
  const [kpi, graphical] = [fieldsOf(record['kpi']), fieldsOf(record['graphical'])];
  if (record['status'] === 'FAILURE') {
    const { message } = record;
    emit({ type: 'fault', text: typeof message === 'string' ? message : 'The training failed.', fatal: true });
  }
  const printed = numberIn(record, 'epoch');
  if (printed !== null) readEpoch(record, printed, kpi, graphical, memory, emit);
  // What has no epoch is of the one that was told last, or, from DetectNet_v2, of the one that is under way.
  else if (record['message'] === 'Train metrics generated.' && memory.epoch > 0)
    emit({ ...unknownEpoch, epoch: memory.epoch, loss: figureIn(kpi, 'train_loss') });
  else if (record['message'] === 'Evaluation metrics generated.') {
    const percent = figureIn(kpi, 'mean average precision');
    const map50 = percent === null ? null : metricOf(fractionFrom(percent));
    if (map50 !== null) emit(exactEvaluation({ iteration: null, epoch: memory.epoch + 1 }, map50, null));
  }
  if (record['status'] === 'SUCCESS' || record['message'] === 'Training loop complete.')
    emit({ type: 'ended', how: 'complete' });
}

/** Lightning's epochs are 0-based and told at their end, Keras's 1-based, DetectNet_v2's 0-based at their beginning. */
function readEpoch(
  record: JsonRecord,
  printed: number,
  kpi: JsonRecord,
  graphical: JsonRecord,
  memory: Memory,
  emit: Emit,
): void {
  const isLightning = 'step' in record;
  const ended = isLightning ? printed + 1 : printed;
  if (ended < memory.epoch) emit({ type: 'resumed', at: ended <= 1 ? 0 : ended - 1 });
  memory.epoch = ended;
  const last = numberIn(record, 'max_epoch');
  if (last !== null) emit({ type: 'plan', plan: { epochs: isLightning ? last + 1 : last } });
  if (ended < 1) return;
  emit({
    ...unknownEpoch,
    epoch: ended,
    loss: figureIn(graphical, 'loss'),
    validationLoss: figureIn(kpi, 'val_loss') ?? figureIn(graphical, 'validation_loss'),
    learningRate: figureIn(graphical, 'learning_rate'),
    seconds: durationOf(String(record['time_per_epoch'])),
  });
  const evaluation = evaluationOf(ended, kpi);
  if (evaluation !== null) emit(evaluation);
}

/** An epoch that was not validated has nan, or nothing. */
function evaluationOf(epoch: number, kpi: JsonRecord): EvaluationRead | null {
  const map50To95 = metricOf(figureIn(kpi, 'val_mAP') ?? undefined);
  const map50 = metricOf(figureIn(kpi, 'val_mAP50') ?? figureIn(kpi, 'mean average precision') ?? undefined);
  return map50 === null && map50To95 === null ? null : exactEvaluation({ iteration: null, epoch }, map50, map50To95);
}

function figureIn(fields: JsonRecord, name: string): number | null {
  const value = fields[name];
  const number = typeof value === 'string' ? numberOf(value) : numberIn(fields, name);
  return number !== null && Number.isNaN(number) && name !== 'loss' ? null : number;
}

function fieldsOf(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}
