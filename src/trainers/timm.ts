import { habitsOf } from './kit/habits.ts';
import { ascii, indexOf } from '../log/formats/fields.ts';
import { boxesOf, type CocoSummary } from './formats/coco.ts';
import { readByKind } from './kit/lineRules.ts';
import { numberOf } from './kit/numbers.ts';
import { createHeld, type Held } from './kit/held.ts';
import { numberPattern, unknownEpoch, unknownEvaluation, unknownIteration } from './kit/printed.ts';
import { createTextReader } from './formats/textReader.ts';
import type { Emit, Trainer, TrainerReader } from './trainer.ts';

const habits = habitsOf('iterations', 0, {
  saves: 'every epoch as last.pth.tar, and the ten best as checkpoint-N.pth.tar',
  interrupt:
    'SIGINT ends it gracefully, exit status 0, with "*** Best metric:" as if it were done: the current epoch is lost.',
  terminate: 'SIGTERM ends it at once without a word: the current epoch is lost.',
  resume: 'It goes on from last.pth.tar with --resume.',
  earlyStopping: 'It has none.',
  safeMoment: 'in the middle of an epoch: checkpoints are written after the test',
});

/**
 * The training script of timm, and of its efficientdet-pytorch. Epochs and steps are 0-based; the loss of a batch comes
 * with the mean of its epoch in brackets. Source: efficientdet-pytorch/train.py, timm/utils/checkpoint_saver.py
 * (trainers.md 8).
 */
export const timm: Trainer = {
  names: ['timm'],
  title: 'timm, efficientdet-pytorch',
  recognise: (line) => (indexOf(line, trainWord) !== -1 && trainingLine.test(line.text()) ? 'timm' : null),
  createReader,
  resultFiles: [{ name: 'summary.csv', patterns: ['summary.csv'], isCommonName: true }],
  habits,
};

interface Memory {
  epoch: number | null;
  iteration: number | null;
  length: number | null;
  epochs: number | null;
  /** The list of checkpoints is being printed, best first. */
  listing: boolean;
  readonly held: Held;
}

function createReader(): TrainerReader {
  const memory: Memory = {
    epoch: null,
    iteration: null,
    length: null,
    epochs: null,
    listing: false,
    held: createHeld(),
  };
  return createTextReader({
    readText: (text, emit) => readText(text, memory, emit),
    readTable: (summary, emit) => readSummary(summary, memory, emit),
    release: memory.held.release,
  });
}

function readText(text: string, memory: Memory, emit: Emit): boolean {
  return readByKind([readTraining, readTest, readCheckpoints, readCourse], text, memory, emit) || chatter.test(text);
}

/**
 * `Train: 0 [  50/1251 (  4%)]  Loss:  6.951000 (6.9513)  Time: 0.361s,   88.62/s  (0.402s,   79.60/s)  LR: 1.000e-06
 * Data: 0.010 (0.041)`.
 */
function readTraining(text: string, memory: Memory, emit: Emit): boolean {
  const match = trainingLine.exec(text);
  if (match === null) return false;
  const [, epochText, stepText, lengthText, batchLoss, mean, rest] = match;
  const length = Number(lengthText);
  if (memory.length !== length) {
    memory.length = length;
    emitPlan(memory, emit);
  }
  memory.listing = false;
  memory.epoch = Number(epochText) + 1;
  memory.iteration = Number(epochText) * length + Number(stepText) + 1;
  emit({
    ...unknownIteration,
    iteration: memory.iteration,
    epoch: memory.epoch,
    loss: numberOf(mean!)!,
    batchLoss: numberOf(batchLoss!),
    learningRate: numberOf(/\sLR: (\d[\d.]*e[-+]\d\d)(?:\s|$)/.exec(rest!)?.[1] ?? ''),
    seconds: numberOf(/\((\d+\.\d{3})s, /.exec(rest!)?.[1] ?? ''),
  });
  return true;
}

/** `Test: [  50/50]  Time: 0.2 (0.2)  Loss:  0.5000 (0.5123)`: the last line holds the mean over the validation set. */
function readTest(text: string, memory: Memory, emit: Emit): boolean {
  const match = testLine.exec(text);
  if (match === null) return false;
  const [, average, step, last, mean] = match;
  if (average === undefined && step === last && mean !== undefined && memory.epoch !== null) {
    emit({ ...unknownEpoch, epoch: memory.epoch, validationLoss: numberOf(mean) });
  }
  return true;
}

function readSummary(summary: CocoSummary, { iteration, epoch }: Memory, emit: Emit): void {
  const boxes = boxesOf(summary);
  if (boxes !== null) emit({ ...unknownEvaluation, iteration, epoch, ...boxes });
}

/**
 * `Current checkpoints:` and then ` ('./output/train/NAME/checkpoint-12.pth.tar', 0.4123)` for each, best first. It
 * comes with every save.
 */
function readCheckpoints(text: string, memory: Memory, emit: Emit): boolean {
  if (text === 'Current checkpoints:') {
    memory.listing = true;
    return true;
  }
  const match = /^(?=.*\)$) ?\('(.+?)checkpoint-(\d+)\.pth(\.tar)?', /.exec(text);
  if (match === null) return false;
  if (!memory.listing) return true;
  memory.listing = false;
  const [, directory, number, ending = ''] = match;
  emit({ type: 'checkpoint', path: `${directory!}last.pth${ending}`, at: memory.iteration, role: 'last' });
  if (Number(number) + 1 === memory.epoch) {
    emit({
      type: 'checkpoint',
      path: `${directory!}checkpoint-${number!}.pth${ending}`,
      at: memory.iteration,
      role: 'best',
    });
  }
  return true;
}

/** The last word is the same after Ctrl-C; only the epoch shows whether the plan was complete. */
function readCourse(text: string, memory: Memory, emit: Emit): boolean {
  const scheduled = /^Scheduled epochs: (\d+)(?:\.|$)/.exec(text)?.[1];
  if (scheduled !== undefined) {
    memory.epochs = Number(scheduled);
    memory.held.hold({ type: 'plan', plan: { epochs: memory.epochs } });
    return true;
  }
  if (!/^\*\*\* Best metric: \S+ \(epoch \d+\)$/.test(text)) return false;
  const { epoch, epochs } = memory;
  if (epochs !== null && epoch !== null) emit({ type: 'ended', how: epoch < epochs ? 'interrupted' : 'complete' });
  return true;
}

function emitPlan({ epochs, length }: Memory, emit: Emit): void {
  if (epochs !== null && length !== null) emit({ type: 'plan', plan: { epochs, iterations: epochs * length } });
}

const trainWord = ascii('Train: ');
const trainingLine = new RegExp(
  String.raw`^Train: (\d+) \[ *(\d+)\/(\d+) +\( *\d+%\)\]\s+Loss: +(${numberPattern}) \( *(${numberPattern})\)\s+(Time: .*)$`,
);
const testLine = new RegExp(
  String.raw`^Test(?: \((EMA)\))?: +\[ *(\d+)\/(\d+)\]\s+Time: (?:.*\sLoss: +\S+ \(\s*(${numberPattern})\))?`,
);
const chatter =
  /^(?:loading annotations into memory|Done \(t=|creating index|index created|Loading and preparing results|DONE \(t=|Running per image evaluation|Accumulating evaluation results|Training (?:in|with) |Model .* created|Using |NVIDIA APEX|AMP not enabled|Distributing BatchNorm|Learning rate \(|Data processing configuration|Restoring |\s*$)/;
