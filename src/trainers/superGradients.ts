import { habitsOf } from './kit/habits.ts';
import { ascii, indexOf } from '../log/formats/fields.ts';
import { readByKind } from './kit/lineRules.ts';
import { numberOf } from './kit/numbers.ts';
import { createHeld, type Held } from './kit/held.ts';
import { metricOf, unknownEpoch, unknownEvaluation } from './kit/printed.ts';
import { createTextReader } from './formats/textReader.ts';
import type { Emit, Trainer, TrainerReader } from './trainer.ts';

const habits = habitsOf('epochs', 1, {
  saves: 'every epoch as ckpt_latest.pth, and ckpt_best.pth when its metric is better',
  interrupt: 'SIGINT ends it gracefully, exit status 0, and the current epoch is lost; a second one ends it hard.',
  terminate: 'SIGTERM ends it at once without a word: the current epoch is lost.',
  resume: 'It goes on from ckpt_latest.pth with resume: True.',
  earlyStopping: 'It has an EarlyStop callback, off unless configured.',
  safeMoment: 'while "Train epoch" is under way: checkpoints are written after the validation',
});

/**
 * Deci's super-gradients (YOLO-NAS, PP-YOLOE): a tree of metrics after each epoch. Epochs are 0-based in older
 * versions, 1-based in newer ones. Source: super_gradients/training/utils/sg_trainer_utils.py, display_epoch_summary
 * (trainers.md 8).
 */
export const superGradients: Trainer = {
  names: ['super-gradients'],
  title: 'super-gradients',
  recognise: (line) =>
    indexOf(line, summaryWord) !== -1 || indexOf(line, trainerLogger) !== -1 ? 'super-gradients' : null,
  createReader,
  habits,
};

interface Memory {
  /** Whether an epoch was ever called 0. */
  zeroBased: boolean;
  summary: {
    epoch: number;
    section: 'train' | 'validation' | null;
    train: Map<string, number>;
    validation: Map<string, number>;
  } | null;
  epoch: number | null;
  epochs: number | null;
  /** What comes after the last epoch is a test of the average of the best weights. */
  finished: boolean;
  readonly held: Held;
}

function createReader(): TrainerReader {
  const memory: Memory = {
    zeroBased: false,
    summary: null,
    epoch: null,
    epochs: null,
    finished: false,
    held: createHeld(),
  };
  return createTextReader({ readText: (text, emit) => readText(text, memory, emit), release: memory.held.release });
}

function readText(text: string, memory: Memory, emit: Emit): boolean {
  return readByKind([readSummary, readBar, readNotice], text, memory, emit) || chatter.test(text);
}

/**
 *     SUMMARY OF EPOCH 1
 *     ├── Train
 *     │   ├── Ppyoloeloss/loss = 2.1703
 *     │   │   ├── Epoch N-1      = 2.9737 (↘ -0.8034)
 *     │   │   └── Best until now = 2.9737 (↘ -0.8034)
 *     └── Validation
 *         └── Map@0.50 = 0.4132
 *
 * What is indented deeper compares with earlier epochs. The tree is emitted when another line shows that it is
 * complete.
 */
function readSummary(text: string, memory: Memory, emit: Emit): boolean {
  const title = /^SUMMARY OF EPOCH (\d+)$/.exec(text)?.[1];
  if (title !== undefined) {
    if (Number(title) === 0) memory.zeroBased = true;
    memory.summary = { epoch: Number(title), section: null, train: new Map(), validation: new Map() };
    return true;
  }
  const { summary } = memory;
  if (summary === null) return false;
  const section = /^[├└]── (Train|Validation)/.exec(text)?.[1];
  if (section !== undefined) {
    summary.section = section === 'Train' ? 'train' : 'validation';
    return true;
  }
  const metric = /^(?:│| ) {3}[├└]── (\S.*) = (\S+)$/.exec(text);
  if (metric !== null) {
    const value = numberOf(metric[2]!);
    if (summary.section !== null && value !== null) summary[summary.section].set(metric[1]!, value);
    return true;
  }
  // What the first epoch is compared with was an epoch before it.
  if (summary.epoch === 1 && /[├└]── Epoch N-1 +=/.test(text)) memory.zeroBased = true;
  if (/^[│ ├└]/.test(text)) return true;
  // A warning of another process may stand between the lines of the tree.
  if (text === '' || afterTree.test(text)) emitSummary(memory, emit);
  return false;
}

function emitSummary(memory: Memory, emit: Emit): void {
  const { summary } = memory;
  memory.summary = null;
  if (summary === null || memory.finished) return;
  const epoch = oneBased(summary.epoch, memory);
  memory.epoch = epoch;
  const { train, validation } = summary;
  const loss = totalOf(train);
  const validationLoss = totalOf(validation);
  if (loss !== null || validationLoss !== null) {
    emit({ ...unknownEpoch, epoch, loss, validationLoss, parts: partsOf(train), validationParts: partsOf(validation) });
  }
  const map50To95 = validation.get('Map@0.50:0.95');
  const map50 = validation.get('Map@0.50');
  if (map50To95 === undefined && map50 === undefined) return;
  emit({
    ...unknownEvaluation,
    epoch,
    map50: metricOf(map50),
    map50To95: metricOf(map50To95),
    precision: fitting(validation, 'Precision'),
    recall: fitting(validation, 'Recall'),
    f1: fitting(validation, 'F1'),
  });
}

function oneBased(epoch: number, memory: Memory): number {
  return memory.zeroBased ? epoch + 1 : epoch;
}

/** `Ppyoloeloss/loss`, `Yoloxdetectionloss/loss`, `Dekrloss/total`, or a loss that has no parts. */
function totalOf(metrics: Map<string, number>): number | null {
  for (const [name, value] of metrics) if (/^[^/]*loss$|loss\/total$|\/loss$/i.test(name)) return value;
  return null;
}

function partsOf(metrics: Map<string, number>): Record<string, number> {
  const parts: Record<string, number> = {};
  for (const [name, value] of metrics) {
    const part = /\/(?:loss_)?(\w+)$/i.exec(name)?.[1];
    if (part !== undefined && part !== 'loss' && part !== 'total' && Number.isFinite(value)) parts[part] = value;
  }
  return parts;
}

function fitting(metrics: Map<string, number>, name: string): number | null {
  return metricOf(metrics.get(`${name}@0.50`) ?? metrics.get(`${name}@0.50:0.95`));
}

/** `Train epoch 1:  50%|█████     | 25/51 [00:17<00:18,  1.44it/s, PPYoloELoss/loss=2.97, gpu_mem=8.68]`. */
function readBar(text: string, memory: Memory, emit: Emit): boolean {
  const match =
    /^(Train|Validating|Validation|Test)(?:ing)?(?: epoch (\d+))?: +\d+%(?:\|[^|]*\|)? (\d+)\/(\d+) \[/.exec(text);
  if (match === null) return /^(?:Train|Validat(?:ing|ion)|Test)(?:ing)?(?: epoch \d+)?: +(?:\d+%|0it)/.test(text);
  const [, what, epoch, done, total] = match;
  if (epoch !== undefined && Number(epoch) === 0) memory.zeroBased = true;
  if (what === 'Train' && epoch !== undefined) {
    memory.finished = false;
    const now = oneBased(Number(epoch), memory);
    if (now === 1 && memory.epoch !== null && memory.epoch > 1) emit({ type: 'resumed', at: 0 });
    memory.epoch = now;
    const loss = /[[ ,](?:\w+\/)?loss=([^,\]]+)[,\]]/.exec(text)?.[1];
    emit({
      type: 'progress',
      epoch: now,
      batch: Number(done),
      batches: Number(total),
      loss: loss === undefined ? null : numberOf(loss),
    });
  }
  return true;
}

function readNotice(text: string, memory: Memory, emit: Emit): boolean {
  if (text.includes('MODEL TRAINING EXECUTION HAS BEEN INTERRUPTED')) {
    emit({ type: 'ended', how: 'interrupted' });
    return true;
  }
  const message = /^\[[\d-]+ [\d:]+\] [A-Z]+ - \S+\.py - ?(.*)$/.exec(text)?.[1];
  if (message === undefined) return false;
  const planned = /^Started training for (\d+) epochs \(\d+\/\d+\)$/.exec(message)?.[1];
  if (planned !== undefined) {
    memory.epochs = Number(planned);
    emit({ type: 'plan', plan: { epochs: memory.epochs } });
  }
  const path = /^Checkpoint saved in (.+\.pth)$/.exec(message)?.[1];
  if (path !== undefined) {
    const role = path.endsWith('ckpt_best.pth') ? 'best' : path.endsWith('average_model.pth') ? 'final' : 'last';
    memory.held.hold({ type: 'checkpoint', path, at: memory.epoch, role });
  }
  if (/did not improve in the last \d+ epochs/.test(message)) emit({ type: 'ended', how: 'early-stop' });
  // The average of the best weights is tested when the last epoch is over.
  if (message.startsWith('RUNNING ADDITIONAL TEST ON THE AVERAGED MODEL')) {
    memory.finished = true;
    emit({ type: 'ended', how: 'complete' });
  }
  return true;
}

const afterTree = /^(?:={20,}$|\[\d{4}-|(?:Train|Validat|Test))/;
const summaryWord = ascii('SUMMARY OF EPOCH ');
const trainerLogger = ascii('INFO - sg_trainer');
const chatter =
  /^(?:={20,}$|The console stream is (?:now moved|logged)|TRAINING PARAMETERS:| {4}- [A-Z][\w ]+: |Please wait until SOFT-TERMINATION|For HARD Termination|\s*$)/;
