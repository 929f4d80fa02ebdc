import { ascii, indexOf, startsWith } from '../log/formats/fields.ts';
import { boxesOf, cocoChatter } from './formats/coco.ts';
import { lightningChatter, lightningStopped } from './formats/lightningConsole.ts';
import { createTextReader } from './formats/textReader.ts';
import { habitsOf } from './kit/habits.ts';
import { createHeld, type Held } from './kit/held.ts';
import { readByKind } from './kit/lineRules.ts';
import { numberOf, sumOf } from './kit/numbers.ts';
import { metricOf, numberPattern, partsOf, unknownEvaluation, unknownIteration } from './kit/printed.ts';
import { createRestarts, type Restarts } from './kit/restarts.ts';
import type { Emit, Trainer, TrainerReader } from './trainer.ts';

const habits = habitsOf('iterations', 0, {
  saves: 'every epoch as model_last.ckpt, and model_best/nanodet_model_best.pth after an evaluation that is better',
  interrupt: 'SIGINT ends it: what was trained since model_last.ckpt, which is the current epoch, is lost.',
  terminate: 'SIGTERM ends it at once without a word: the current epoch is lost.',
  resume: 'It goes on from model_last.ckpt where the configuration says resume: in its schedule.',
  earlyStopping: 'It has none.',
  safeMoment: 'in the middle of an epoch: checkpoints are written when one ends',
  savedWhen: 'evaluated',
});

/**
 * NanoDet and NanoDet-Plus, which is trained by PyTorch Lightning, but tells of it with its own logger. Epochs are
 * 1-based, iterations are 0-based and count through all epochs. It prints no total of its losses. Source:
 * nanodet/trainer/task.py, nanodet/util/logger.py.
 */
export const nanodet: Trainer = {
  names: ['nanodet'],
  title: 'NanoDet',
  // Lightning speaks before the first line of the training.
  recognise: (line) =>
    startsWith(line, logger) || (indexOf(line, trainWord) !== -1 && trainLine.test(line.text())) ? 'nanodet' : null,
  createReader,
  habits,
};

interface Memory {
  iteration: number | null;
  epoch: number | null;
  planned: string;
  readonly restarts: Restarts;
  /** How many the line before had. */
  fields: number;
  /** A line that was cut off behind one of its losses has another sum. */
  readonly held: Held;
}

function createReader(): TrainerReader {
  const memory: Memory = {
    iteration: null,
    epoch: null,
    planned: '',
    fields: 0,
    restarts: createRestarts(),
    held: createHeld(),
  };
  return createTextReader({
    readText: (text, emit) =>
      readByKind([readTraining, readValidation, readMetrics, readSave, readEnd], text, memory, emit) ||
      chatter.test(text) ||
      lightningChatter.test(text),
    release: memory.held.release,
    readTable: (summary, emit) => {
      const boxes = boxesOf(summary);
      if (boxes !== null && memory.iteration !== null)
        emit({ ...unknownEvaluation, iteration: memory.iteration, epoch: memory.epoch, ...boxes });
    },
  });
}

/** `...INFO:Train|Epoch:41/300|Iter:53880(1/1347)| mem: 9G| lr:9.59e-04| loss_qfl:0.1222| loss_bbox:0.2245|`. */
function readTraining(text: string, memory: Memory, emit: Emit): boolean {
  const match = trainLine.exec(text);
  if (match === null) return /Train\|Epoch:?\d/.test(text);
  const [, epoch, epochs, printed, length, rest] = match;
  const fields = new Map(Array.from(rest!.matchAll(field), ([, name, value]) => [name!, numberOf(value!)!]));
  const losses = Object.fromEntries([...fields].filter(([name]) => name.includes('loss')));
  const loss = sumOf(losses);
  if (loss === null) return true;
  const planned = `${epochs} ${length}`;
  if (memory.planned !== planned) {
    memory.planned = planned;
    emit({ type: 'plan', plan: { epochs: Number(epochs), iterations: Number(epochs) * Number(length) } });
  }
  const iteration = Number(printed) + 1;
  memory.restarts.see(iteration, emit);
  memory.iteration = iteration;
  memory.epoch = Number(epoch);
  const parts = partsOf(
    [...fields].filter(([name]) => !name.startsWith('aux_')),
    [],
  );
  const learningRate = fields.get('lr') ?? null;
  const read = { ...unknownIteration, iteration, epoch: memory.epoch, loss, learningRate, parts };
  if (fields.size === memory.fields) emit(read);
  else memory.held.hold(read);
  memory.fields = fields.size;
  return true;
}

/** `Val|Epoch300/300|Iter1500(1/2)|`: what is evaluated, also where no line of that epoch's training was printed. */
function readValidation(text: string, memory: Memory, _emit: Emit): boolean {
  const match = /\bVal\|Epoch:?(\d+)\/\d+\|Iter:?(\d+)\(/.exec(text);
  if (match === null) return /Val\|Epoch:?\d/.test(text);
  const [epoch, iteration] = [Number(match[1]), Number(match[2])];
  if (memory.iteration !== null && iteration > memory.iteration) {
    memory.iteration = iteration;
    memory.epoch = epoch;
  }
  return true;
}

/** `...INFO:Val_metrics: {'mAP': 0.454, 'AP_50': 0.727, 'AP_75': 0.468, ...}`, after the table of pycocotools. */
function readMetrics(text: string, { iteration, epoch }: Memory, emit: Emit): boolean {
  const metrics = /Val_metrics: \{(.*)\}$/.exec(text)?.[1];
  if (metrics === undefined) return false;
  const figure = (name: string) => {
    const value = new RegExp(`'${name}': (${numberPattern})[,}]`).exec(`${metrics}}`)?.[1];
    return metricOf(value === undefined ? undefined : (numberOf(value) ?? undefined));
  };
  const [map50To95, map50] = [figure('mAP'), figure('AP_50')];
  if (iteration !== null) emit({ ...unknownEvaluation, iteration, epoch, map50, map50To95 });
  return true;
}

function readSave(text: string, { iteration }: Memory, emit: Emit): boolean {
  const path = /:Saving model to (.+\.(?:pth|ckpt))$/.exec(text)?.[1];
  if (path === undefined) return false;
  emit({ type: 'checkpoint', path, at: iteration, role: /best/.test(path) ? 'best' : 'last' });
  return true;
}

function readEnd(text: string, _memory: Memory, emit: Emit): boolean {
  if (!lightningStopped.test(text)) return false;
  emit({ type: 'ended', how: 'complete' });
  return true;
}

const logger = ascii('[NanoDet][');
const trainWord = ascii('Train|Epoch');
/** Every field ends in a bar, so that one that was cut off is no field. */
const trainLine = /\bTrain\|Epoch:?(\d+)\/(\d+)\|Iter:?(\d+)\(\d+\/(\d+)\)\|(.*)$/;
const field = new RegExp(String.raw`\b([A-Za-z]\w*): ?(${numberPattern})\|`, 'g');
const chatter = new RegExp(
  String.raw`^(?:(?:\[(?:NanoDet|root)\]\[[^\]]*\])?INFO:|INFO:NanoDet:|model size is |init weights|=> loading pretrained model |Finish initialize |Using \d+bit |\| |\|:|${cocoChatter}|\s*$)`,
);
