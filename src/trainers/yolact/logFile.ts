import { isRecord, type JsonRecord, numberIn } from '../../log/formats/jsonRecord.ts';
import { exactEvaluation, measured, recordsGrammar } from '../formats/results/records.ts';
import { fractionFrom } from '../kit/numbers.ts';
import { unknownIteration } from '../kit/printed.ts';
import { createRestarts, type Restarts } from '../kit/restarts.ts';
import type { Emit, ResultFile } from '../trainer.ts';
import { partsOf } from './parts.ts';

/**
 * `logs/CONFIG.log`: a record for each iteration and each validation, of all sessions. Iterations and epochs are
 * 0-based, the losses those of the iteration, a mAP a percentage. Source: utils/logger.py, train.py.
 */
export const logFile: ResultFile = {
  name: 'logs/*.log',
  patterns: ['logs/*.log'],
  isCommonName: true,
  grammar: recordsGrammar('yolact', isOwn, () => {
    const restarts = createRestarts();
    return (record, emit) => readRecord(record, restarts, emit);
  }),
};

function isOwn({ type, session, data }: JsonRecord): boolean {
  if (typeof session !== 'number' || !isRecord(data)) return false;
  return (type === 'train' && isRecord(data['loss'])) || (type === 'val' && isRecord(data['box']));
}

function readRecord({ type, data }: JsonRecord, restarts: Restarts, emit: Emit): void {
  if (!isRecord(data)) return;
  const [printed, epoch] = [numberIn(data, 'iter'), numberIn(data, 'epoch')];
  if (printed === null || epoch === null) return;
  const at = { epoch: epoch + 1 };
  const { loss: losses, box } = data;
  if (type === 'train' && isRecord(losses)) {
    const loss = numberIn(losses, 'T');
    if (loss === null) return;
    const iteration = printed + 1;
    restarts.see(iteration, emit);
    emit({
      ...unknownIteration,
      ...at,
      iteration,
      loss,
      learningRate: numberIn(data, 'lr'),
      seconds: numberIn(data, 'elapsed'),
      parts: partsOf(Object.keys(losses).map((name) => [name, numberIn(losses, name)])),
    });
  }
  // A validation is told with the iteration that comes next.
  if (type === 'val' && isRecord(box))
    emit(exactEvaluation({ ...at, iteration: Math.max(1, printed) }, figureIn(box, '50'), figureIn(box, 'all')));
}

/** A percentage with two decimals as a fraction. */
function figureIn(box: JsonRecord, name: string): number | null {
  const percent = measured(numberIn(box, name));
  return percent === null ? null : fractionFrom(percent);
}
