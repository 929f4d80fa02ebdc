import { type JsonRecord, numberIn } from '../../log/formats/jsonRecord.ts';
import { exactEvaluation, numbersIn, recordsGrammar } from '../formats/results/records.ts';
import { unknownEpoch, unknownIteration } from '../kit/printed.ts';
import type { Emit, ResultFile } from '../trainer.ts';
import { averagesOf } from './averages.ts';
import { planOf } from './configuration.ts';

/** mmengine's `scalars.json` and mmcv's `*.log.json` (trainers.md 4 and 9). */
export const resultFiles: readonly ResultFile[] = [
  {
    name: 'scalars.json',
    patterns: ['vis_data/scalars.json', '*/vis_data/scalars.json'],
    grammar: recordsGrammar('mmdetection3', isMmengine, createMmengineReader),
  },
  {
    name: '*.log.json',
    patterns: ['*.log.json'],
    grammar: recordsGrammar('mmdetection2', isMmcv, createMmcvReader),
  },
];

function isMmengine(record: JsonRecord): boolean {
  return (
    'step' in record &&
    (('loss' in record && 'lr' in record && 'data_time' in record) ||
      Object.keys(record).some((key) => key.includes('bbox_mAP')))
  );
}

/**
 * A training record's step is the iteration, a validation record's is the epoch, or the iteration where the training
 * knows no epochs. Source: mmengine/hooks/logger_hook.py, after_val_epoch.
 */
function createMmengineReader() {
  let byIteration = false;
  return (record: JsonRecord, emit: Emit): void => {
    const step = numberIn(record, 'step');
    if (step === null) return;
    const loss = numberIn(record, 'loss');
    const epoch = numberIn(record, 'epoch');
    if (loss !== null && numberIn(record, 'lr', 'base_lr') !== null) {
      byIteration = epoch === null;
      const [learningRate, seconds] = [numberIn(record, 'lr'), numberIn(record, 'time')];
      emit({ ...unknownIteration, iteration: step, epoch, loss, learningRate, seconds });
      return;
    }
    const averages = averagesOf(numbersIn(record));
    if (averages === null) return;
    const at = byIteration ? { iteration: step, epoch: null } : { iteration: null, epoch: step };
    emit(exactEvaluation(at, averages.map50, averages.map50To95));
  };
}

function isMmcv(record: JsonRecord): boolean {
  return 'mode' in record && 'epoch' in record && 'iter' in record;
}

/**
 * The first line holds the configuration. Where the training goes by epochs, iterations count within one, whose length
 * shows only as it goes; where it goes by iterations, the `iter` of a validation record is the number of its batches.
 * Source: mmcv/runner/hooks/logger/text.py.
 */
function createMmcvReader() {
  let byIteration = false;
  let iteration: number | null = null;

  function readTraining(record: JsonRecord, epoch: number, emit: Emit): void {
    iteration = numberIn(record, 'iter');
    const loss = numberIn(record, 'loss');
    if (loss === null) return;
    const learningRate = numberIn(record, 'lr');
    if (!byIteration || iteration === null) return emit({ ...unknownEpoch, epoch, loss, learningRate });
    const seconds = numberIn(record, 'time');
    const dataSeconds = numberIn(record, 'data_time');
    emit({ ...unknownIteration, iteration, loss, learningRate, seconds, dataSeconds });
  }

  function readValidation(record: JsonRecord, epoch: number, emit: Emit): void {
    // Beside the evaluation there may be a record of the loss on the validation set.
    const validationLoss = numberIn(record, 'loss');
    if (validationLoss !== null && !byIteration) emit({ ...unknownEpoch, epoch, validationLoss });
    const averages = averagesOf(numbersIn(record));
    const at = byIteration ? { iteration, epoch: null } : { iteration: null, epoch };
    if (averages !== null) emit(exactEvaluation(at, averages.map50, averages.map50To95));
  }

  return (record: JsonRecord, emit: Emit): void => {
    if (typeof record['config'] === 'string') {
      const { length, byIteration: asIterations = false } = planOf(record['config']);
      byIteration = asIterations;
      if (length !== undefined) emit({ type: 'plan', plan: byIteration ? { iterations: length } : { epochs: length } });
    }
    const epoch = numberIn(record, 'epoch');
    if (epoch === null) return;
    if (record['mode'] === 'train') readTraining(record, epoch, emit);
    else readValidation(record, epoch, emit);
  };
}
