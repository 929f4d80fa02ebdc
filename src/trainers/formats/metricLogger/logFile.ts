import { type JsonRecord, numberIn } from '../../../log/formats/jsonRecord.ts';
import { exactEvaluation, keyOf, measured, recordsGrammar } from '../results/records.ts';
import { unknownEpoch } from '../../kit/printed.ts';
import type { Emit, ResultFile } from '../../trainer.ts';
import type { MeterName } from './losses.ts';

/**
 * `log.txt` of DETR and its family: one record an epoch, 0-based, with the twelve COCO figures in `test_coco_eval_bbox`
 * (trainers.md 6 and 9). Those of what was made from DETR are known by keys of their own.
 */
export function logFileOf(trainer: Owner): ResultFile {
  return {
    name: 'log.txt',
    patterns: ['log.txt'],
    grammar: recordsGrammar(trainer, (record) => trainerOf(record) === trainer, createRecordReader),
  };
}

type Owner = Exclude<MeterName, 'torchvision'>;

function trainerOf(record: JsonRecord): Owner | null {
  const isFamily =
    'train_loss' in record && ('test_coco_eval_bbox' in record || ('epoch' in record && 'train_lr' in record));
  if (!isFamily) return null;
  if ('test_results_json' in record) return 'rf-detr';
  if ('train_epoch_time' in record) return 'lw-detr';
  if (keyOf(record, /^train_loss_mal\b/) !== null) return 'deim';
  return keyOf(record, /^train_loss_(?:fgl|ddf)\b/) === null ? 'detr' : 'd-fine';
}

/** Some write no epoch into their records: then each record is the next one's. */
function createRecordReader(): (record: JsonRecord, emit: Emit) => void {
  let epoch = 0;
  let last = '';
  return (record, emit) => {
    const printed = numberIn(record, 'epoch');
    const text = printed === null ? JSON.stringify(record) : '';
    // A record that is there twice is one epoch's.
    if (printed !== null) epoch = printed + 1;
    else if (text !== last) epoch++;
    last = text;
    readRecord(record, epoch, emit);
  };
}

function readRecord(record: JsonRecord, epoch: number, emit: Emit): void {
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
