import { type JsonRecord, numberIn } from '../../../log/formats/jsonRecord.ts';
import { exactEvaluation, keyOf, measured, recordsGrammar } from '../results/records.ts';
import { unknownEpoch } from '../../kit/printed.ts';
import type { Emit, ResultFile } from '../../trainer.ts';

/**
 * `log.txt` of DETR and its family: one record an epoch, 0-based, with the twelve COCO figures in `test_coco_eval_bbox`
 * (trainers.md 6 and 9). RF-DETR's and D-FINE's are known by keys of their own.
 */
export function logFileOf(trainer: 'detr' | 'd-fine' | 'rf-detr'): ResultFile {
  return {
    name: 'log.txt',
    patterns: ['log.txt'],
    grammar: recordsGrammar(
      trainer,
      (record) => trainerOf(record) === trainer,
      () => readRecord,
    ),
  };
}

function trainerOf(record: JsonRecord): 'detr' | 'd-fine' | 'rf-detr' | null {
  const isFamily =
    'epoch' in record && 'train_loss' in record && ('train_lr' in record || 'test_coco_eval_bbox' in record);
  if (!isFamily) return null;
  if ('test_results_json' in record) return 'rf-detr';
  return keyOf(record, /^train_loss_(?:fgl|ddf|mal)\b/) === null ? 'detr' : 'd-fine';
}

function readRecord(record: JsonRecord, emit: Emit): void {
  const printed = numberIn(record, 'epoch');
  if (printed === null) return;
  const epoch = printed + 1;
  emit({
    ...unknownEpoch,
    epoch,
    loss: numberIn(record, 'train_loss'),
    validationLoss: numberIn(record, 'test_loss'),
    learningRate: numberIn(record, 'train_lr'),
  });
  const figures = record['test_coco_eval_bbox'];
  if (!Array.isArray(figures)) return;
  const figure = (index: number) => measured(typeof figures[index] === 'number' ? figures[index] : null);
  emit(exactEvaluation({ iteration: null, epoch }, figure(1), figure(0)));
}
