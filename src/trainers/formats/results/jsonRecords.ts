import { type JsonRecord, numberIn, recordIn } from '../../../log/formats/jsonRecord.ts';
import type { EvaluationRead } from '../../../run/events.ts';
import { detectron2 } from '../../detectron2/detectron2.ts';
import { detr, dfine, rfdetr } from '../metricLogger/metricLogger.ts';
import { averagesOf } from '../../mmdetection/averages.ts';
import { planOf } from '../../mmdetection/configuration.ts';
import { mmdetection } from '../../mmdetection/mmdetection.ts';
import { unknownEvaluation, unknownIteration } from '../../kit/printed.ts';
import type { Emit, Trainer, TrainerReader } from '../../trainer.ts';

/** The files of JSON records, one a line, that trainers write beside their log, each known by its keys. Source: trainers.md 4, 5, 6 and 9. */
export const jsonRecords: readonly Trainer[] = [
  recordsOf(
    detectron2,
    'detectron2',
    (record) => 'iteration' in record && ('total_loss' in record || keyOf(record, /^(?:.+\/)?bbox\/AP$/) !== null),
    readDetectron2,
  ),
  recordsOf(mmdetection, 'mmdetection3', isMmengine, readMmengine),
  recordsOf(
    mmdetection,
    'mmdetection2',
    (record) => 'mode' in record && 'epoch' in record && 'iter' in record,
    readMmcv,
  ),
  recordsOf(rfdetr, 'rf-detr', (record) => isDetr(record) && 'test_results_json' in record, readDetr),
  recordsOf(
    dfine,
    'd-fine',
    (record) => isDetr(record) && keyOf(record, /^train_loss_(?:fgl|ddf|mal)\b/) !== null,
    readDetr,
  ),
  recordsOf(detr, 'detr', isDetr, readDetr),
];

function isDetr(record: JsonRecord): boolean {
  return 'epoch' in record && 'train_loss' in record && ('train_lr' in record || 'test_coco_eval_bbox' in record);
}

/** The first key of the record that fits. */
function keyOf(record: JsonRecord, pattern: RegExp): string | null {
  return Object.keys(record).find((key) => pattern.test(key)) ?? null;
}

function recordsOf(
  program: Trainer,
  name: Trainer['names'][number],
  isIts: (record: JsonRecord) => boolean,
  createRecordReader: () => (record: JsonRecord, emit: Emit) => void,
): Trainer {
  return {
    ...program,
    names: [name],
    recognise: (line) => {
      const record = recordIn(line);
      return record !== null && isIts(record) ? name : null;
    },
    createReader: () => readerOf(createRecordReader()),
    companions: () => [],
  };
}

function readerOf(take: (record: JsonRecord, emit: Emit) => void): TrainerReader {
  return {
    read(line, emit) {
      if (line.start === line.end) return true;
      const record = recordIn(line);
      if (record === null) return false;
      take(record, emit);
      return true;
    },
    readCompanion: () => {},
  };
}

function numbersIn(record: JsonRecord): [string, number][] {
  return Object.keys(record).flatMap((key) => {
    const value = numberIn(record, key);
    return value === null ? [] : [[key, value]];
  });
}

/** COCO writes -1 where there was nothing to measure. */
function measured(value: number | null): number | null {
  return value === null || !Number.isFinite(value) || value < 0 ? null : value;
}

/** A fraction from a percentage, without the noise that a division leaves behind. */
function fractionOf(percent: number | null): number | null {
  const value = measured(percent);
  return value === null ? null : Math.round(value * 1e10) / 1e12;
}

function evaluation(
  at: Pick<EvaluationRead, 'iteration' | 'epoch'>,
  map50: number | null,
  map50To95: number | null,
): EvaluationRead {
  return { ...unknownEvaluation, ...at, map50, map50To95, exact: true };
}

/** Detectron2's `metrics.json`: iterations 0-based, AP in percent. Evaluations stand in records of their own or among the losses. */
function readDetectron2() {
  return (record: JsonRecord, emit: Emit): void => {
    const iteration = numberIn(record, 'iteration');
    if (iteration === null) return;
    const loss = numberIn(record, 'total_loss');
    if (loss !== null) {
      emit({
        type: 'iteration',
        iteration: iteration + 1,
        epoch: null,
        loss,
        batchLoss: null,
        learningRate: numberIn(record, 'lr'),
        seconds: numberIn(record, 'time'),
        images: null,
        remaining: numberIn(record, 'eta_seconds'),
      });
    }
    // With several sets to test on, the name of the set stands before it: the first one counts.
    const key = keyOf(record, /^(?:.+\/)?bbox\/AP$/) ?? 'bbox/AP';
    const map50 = fractionOf(numberIn(record, `${key}50`));
    const map50To95 = fractionOf(numberIn(record, key));
    if (map50 !== null || map50To95 !== null)
      emit(evaluation({ iteration: iteration + 1, epoch: null }, map50, map50To95));
  };
}

function isMmengine(record: JsonRecord): boolean {
  return (
    'step' in record &&
    (('loss' in record && 'lr' in record && 'data_time' in record) ||
      Object.keys(record).some((key) => key.includes('bbox_mAP')))
  );
}

/**
 * mmengine's `scalars.json`: a training record's step is the iteration, a validation record's is the epoch, or the iteration where the training knows no
 * epochs. Source: mmengine/hooks/logger_hook.py, after_val_epoch.
 */
function readMmengine() {
  let byIteration = false;
  return (record: JsonRecord, emit: Emit): void => {
    const step = numberIn(record, 'step');
    if (step === null) return;
    const loss = numberIn(record, 'loss');
    const epoch = numberIn(record, 'epoch');
    if (loss !== null && numberIn(record, 'lr', 'base_lr') !== null) {
      byIteration = epoch === null;
      emit({
        type: 'iteration',
        iteration: step,
        epoch,
        loss,
        batchLoss: null,
        learningRate: numberIn(record, 'lr'),
        seconds: numberIn(record, 'time'),
        images: null,
        remaining: null,
      });
      return;
    }
    const averages = averagesOf(numbersIn(record));
    if (averages === null) return;
    const at = byIteration ? { iteration: step, epoch: null } : { iteration: null, epoch: step };
    emit(evaluation(at, averages.map50, averages.map50To95));
  };
}

/**
 * mmcv's `*.log.json`: the first line holds the configuration. Where the training goes by epochs, iterations count within one, whose length shows only as it goes; where
 * it goes by iterations, the `iter` of a validation record is the number of its batches. Source: mmcv/runner/hooks/logger/text.py.
 */
function readMmcv() {
  let byIteration = false;
  let iteration: number | null = null;
  return (record: JsonRecord, emit: Emit): void => {
    if (typeof record['config'] === 'string') {
      const { length, byIteration: asIterations = false } = planOf(record['config']);
      byIteration = asIterations;
      if (length !== undefined) emit({ type: 'plan', plan: byIteration ? { iterations: length } : { epochs: length } });
    }
    const epoch = numberIn(record, 'epoch');
    if (epoch === null) return;
    const loss = numberIn(record, 'loss');
    const learningRate = numberIn(record, 'lr');
    if (record['mode'] === 'train') {
      iteration = numberIn(record, 'iter');
      if (loss === null) return;
      if (byIteration && iteration !== null)
        emit({ ...unknownIteration, iteration, loss, learningRate, seconds: numberIn(record, 'time') });
      else emit({ type: 'epoch', epoch, loss, validationLoss: null, learningRate, seconds: null });
      return;
    }
    // Beside the evaluation there may be a record of the loss on the validation set.
    if (loss !== null && !byIteration) {
      emit({ type: 'epoch', epoch, loss: null, validationLoss: loss, learningRate: null, seconds: null });
    }
    const averages = averagesOf(numbersIn(record));
    const at = byIteration ? { iteration, epoch: null } : { iteration: null, epoch };
    if (averages !== null) emit(evaluation(at, averages.map50, averages.map50To95));
  };
}

/** `log.txt` of DETR and its family: one record an epoch, 0-based, with the twelve COCO figures in `test_coco_eval_bbox`. */
function readDetr() {
  return (record: JsonRecord, emit: Emit): void => {
    const epoch = numberIn(record, 'epoch');
    if (epoch === null) return;
    emit({
      type: 'epoch',
      epoch: epoch + 1,
      loss: numberIn(record, 'train_loss'),
      validationLoss: numberIn(record, 'test_loss'),
      learningRate: numberIn(record, 'train_lr'),
      seconds: null,
    });
    const figures = record['test_coco_eval_bbox'];
    if (!Array.isArray(figures)) return;
    const figure = (index: number) => measured(typeof figures[index] === 'number' ? figures[index] : null);
    emit(evaluation({ iteration: null, epoch: epoch + 1 }, figure(1), figure(0)));
  };
}
