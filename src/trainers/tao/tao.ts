import { ascii, indexOf } from '../../log/formats/fields.ts';
import type { Line } from '../../log/lines/line.ts';
import type { ClassResult } from '../../run/events.ts';
import { createTextReader } from '../formats/textReader.ts';
import { createKerasReader } from '../keras.ts';
import { habitsOf } from '../kit/habits.ts';
import { createHeld, type Held } from '../kit/held.ts';
import { readByKind } from '../kit/lineRules.ts';
import { fractionOf, numberOf } from '../kit/numbers.ts';
import { metricOf, numberPattern, unknownEpoch, unknownEvaluation, unknownIteration } from '../kit/printed.ts';
import { createLightningReader } from '../lightning.ts';
import type { Emit, Trainer, TrainerReader } from '../trainer.ts';
import { statusFile } from './statusFile.ts';

/**
 * NVIDIA TAO: DetectNet_v2 prints lines of its own, YOLOv3, YOLOv4, SSD, RetinaNet and EfficientDet train with Keras,
 * DINO, Deformable DETR and RT-DETR with Lightning. Source: nvidia_tao_tf1/cv/detectnet_v2 (tfhooks, evaluation),
 * nvidia_tao_pytorch/cv/dino.
 */
export const tao: Trainer = {
  names: ['tao'],
  title: 'NVIDIA TAO',
  recognise,
  createReader,
  resultFiles: [statusFile],
  habits: habitsOf('epochs', 1, {
    saves: 'every checkpoint_interval epochs of its specification, into the weights or train folder of its results',
    interrupt:
      'SIGINT ends it: everything since the last checkpoint is lost. In a container it has to reach the training itself.',
    terminate: 'SIGTERM ends it at once without a word: everything since the last checkpoint is lost.',
    resume:
      'DetectNet_v2 and the PyTorch networks go on from the newest checkpoint when the same command is started again; those of Keras with resume_model_path in the specification.',
    earlyStopping: 'It has none, unless early_stopping is in the specification of a Keras network.',
    safeMoment: 'in the middle of an epoch: checkpoints are written when one ends',
  }),
};

function recognise(line: Line): string | null {
  if (own.some((word) => indexOf(line, word) !== -1)) return 'tao';
  if (indexOf(line, stepWord) !== -1 && stepLine.test(line.text())) return 'tao';
  return indexOf(line, averageWord) !== -1 && /^Mean average_precision \(in %\): \d/.test(line.text()) ? 'tao' : null;
}

interface Memory {
  /** 1-based, of the last line that names it. */
  epoch: number | null;
  epochs: number | null;
  /** Iterations in an epoch, as soon as two lines have told. */
  length: number | null;
  iteration: number | null;
  /** The epoch that DetectNet_v2 evaluates, and of how many it is. */
  evaluated: number | null;
  evaluatedOf: number | null;
  /** Its classes, once the table of them has begun. */
  classes: ClassResult[] | null;
  map50To95: number | null;
  readonly held: Held;
}

function createReader(): TrainerReader {
  const memory: Memory = {
    epoch: null,
    epochs: null,
    length: null,
    iteration: null,
    evaluated: null,
    evaluatedOf: null,
    classes: null,
    map50To95: null,
    held: createHeld(),
  };
  const reader = createTextReader({
    readText: (text, emit) =>
      readByKind([readEpoch, readStep, readEvaluation, readMaps, readCourse], text, memory, emit) || chatter.test(text),
    release: memory.held.release,
  });
  const [keras, lightning] = [createKerasReader(), createLightningReader()];
  return {
    read: (line, emit) => {
      const text = line.text();
      look(text, memory);
      if (reader.read(line, emit)) return true;
      // Keras has notices that begin as Lightning's bars do.
      const engines = lightningBar.test(text) ? [lightning, keras] : [keras, lightning];
      return engines.some((engine) => engine.read(line, emit));
    },
  };
}

/** Notes the epoch of a line that another grammar reads: Lightning's bar, and what DetectNet_v2 and Keras share. */
function look(text: string, memory: Memory): void {
  const bar = lightningBar.exec(text)?.[1];
  if (bar !== undefined) memory.epoch = Number(bar) + 1;
  const named = /^Epoch (\d+)\/(\d+)\s*$/.exec(text);
  if (named === null) return;
  memory.evaluated = Number(named[1]);
  memory.evaluatedOf = Number(named[2]);
}

/**
 * `...task_progress_monitor_hook 149: Epoch 2/80: loss: 0.06473 learning rate: 1.25e-05 Time taken: 0:10:00 ETA: ...`,
 * at the first step of an epoch, which is the end of the one before it.
 */
function readEpoch(text: string, memory: Memory, emit: Emit): boolean {
  const match = epochLine.exec(text);
  if (match === null) return false;
  const [, printed, epochs, loss, rate] = match;
  planEpochs(Number(epochs), memory, emit);
  const ended = Number(printed);
  memory.epoch = ended + 1;
  if (ended > 0 && memory.iteration === null)
    emit({ ...unknownEpoch, epoch: ended, loss: numberOf(loss!), learningRate: numberOf(rate ?? '') });
  return true;
}

/** `epoch = 0.0158, learning_rate = 1.25e-05, loss = 0.0552, step = 39 (5.210 sec)`, by two loggers. */
function readStep(text: string, memory: Memory, emit: Emit): boolean {
  const match = stepLine.exec(text);
  if (match === null) return false;
  const [, fraction, rate, loss, printed] = match;
  const [epochs, iteration] = [Number(fraction), Number(printed)];
  if (iteration === memory.iteration) return true;
  const before = memory.iteration;
  memory.iteration = iteration;
  memory.epoch = Math.floor(epochs) + 1;
  if (memory.length === null && before !== null && epochs > 0) {
    memory.length = Math.round(iteration / epochs);
    planIterations(memory, emit);
  }
  emit({
    ...unknownIteration,
    iteration,
    epoch: memory.epoch,
    loss: numberOf(loss!)!,
    learningRate: numberOf(rate ?? ''),
  });
  return true;
}

function planEpochs(epochs: number | null, memory: Memory, emit: Emit): void {
  if (epochs === null || memory.epochs === epochs) return;
  memory.epochs = epochs;
  emit({ type: 'plan', plan: { epochs } });
  planIterations(memory, emit);
}

function planIterations({ epochs, length }: Memory, emit: Emit): void {
  if (epochs !== null && length !== null) emit({ type: 'plan', plan: { iterations: epochs * length } });
}

/**
 *     Epoch 120/120
 *     =========================
 *     Validation cost: 0.003051
 *     Mean average_precision (in %): 40.3805
 *     |   person   |    40.38046396159004     |
 *     Median Inference Time: 0.000794
 *
 * The overlap that a detection needs is its specification's, 0.5 as a rule. Older versions draw no lines in the table.
 */
function readEvaluation(text: string, memory: Memory, emit: Emit): boolean {
  const epoch = memory.evaluated ?? memory.epoch;
  const cost = /^Validation cost: (\d+\.\d{6}|nan|inf)$/.exec(text)?.[1];
  if (cost !== undefined) {
    if (epoch !== null) emit({ ...unknownEpoch, epoch, validationLoss: numberOf(cost) });
    return true;
  }
  const percent = /^Mean average_precision \(in %\): (\d+\.\d{4}|nan)$/.exec(text)?.[1];
  if (percent !== undefined) {
    memory.classes = [];
    planEpochs(memory.evaluatedOf, memory, emit);
    const iteration = epoch === null || memory.length === null ? memory.iteration : epoch * memory.length;
    if (epoch !== null) emit({ ...unknownEvaluation, iteration, epoch, map50: fractionOf(percent) });
    return true;
  }
  if (memory.classes === null) return false;
  const row = classRow.exec(text);
  if (row !== null) {
    const ap = fractionOf(row[2]!);
    memory.classes.push({ name: row[1]!.trimEnd(), ap, truePositives: null, falsePositives: null });
    return true;
  }
  if (!text.startsWith('Median Inference Time: ')) return false;
  if (memory.classes.length > 0) emit({ type: 'classes', classes: memory.classes });
  memory.classes = null;
  memory.evaluated = null;
  return true;
}

/**
 * ` Validation mAP : 0.5311`, then ` Validation mAP50 : 0.7214`, on lines of their own or, in other networks, behind
 * the logger's words. The first of all is the sanity check's.
 */
function readMaps(text: string, memory: Memory, _emit: Emit): boolean {
  const match = mapLine.exec(text);
  if (match === null) return false;
  const value = metricOf(numberOf(match[2]!) ?? undefined);
  if (match[1] === undefined) memory.map50To95 = value;
  else if (memory.epoch !== null)
    memory.held.hold({ ...unknownEvaluation, epoch: memory.epoch, map50To95: memory.map50To95, map50: value });
  return true;
}

function readCourse(text: string, memory: Memory, emit: Emit): boolean {
  const step = /\bSaving checkpoints for step-(\d+)\.?(?: into |$)/.exec(text)?.[1];
  if (step !== undefined) {
    const at = memory.iteration === null ? memory.epoch : Number(step);
    emit({ type: 'checkpoint', path: `model.step-${step}`, at, role: 'last' });
    return true;
  }
  if (/\bTraining was interrupted\.?$/.test(text)) {
    emit({ type: 'ended', how: 'interrupted' });
    return true;
  }
  if (!ending.test(text)) return false;
  emit({ type: 'ended', how: 'complete' });
  return true;
}

const lightningBar = /^Epoch (\d+): +\d+%/;
const own = ['[TAO Toolkit]', 'nvidia_tao_', 'nvcr.io/nvidia/tao/', ' iva.', '/iva/detectnet_v2/'].map(ascii);
const stepWord = ascii('epoch = ');
const averageWord = ascii('average_precision (in %)');
const epochLine =
  /\bEpoch (\d+)\/(\d+): loss: (\d+\.\d{5}|nan|inf) (?:learning rate: (\S+) )?Time taken: \S{1,30} ETA: \S/;
const stepLine = new RegExp(
  String.raw`(?:^|:|\s)epoch = (\d+\.\d+(?:e-\d+)?), (?:learning_rate = (${numberPattern}), )?loss = (${numberPattern}), step = (\d+)(?: \(\d+\.\d{3} sec\)|$)`,
);
/** `|   person   |    40.38046396159004     |`, and `mask           0.917293` as older versions print it. */
const classRow = /^(?:\| {1,200})?(\S.{0,200}?) (?:\||  ) {1,200}(\d{1,3}(?:\.\d+)?)(?: {1,200}\|)?$/;
const mapLine = new RegExp(
  String.raw`^(?:.{0,60} - INFO - )?\s{0,4}Validation mAP(50)? : (${numberPattern})(?: \(\w+\.py:\d+\))?$`,
);
const ending =
  /DetectNet_v2 training job complete\.$|\bTraining loop completed\.$|Time taken to run iva\.\w+\.scripts\.train:main: /;
const chatter =
  /\[TAO Toolkit\]|\[INFO\] (?:iva|modulus|nvidia_tao_tf1|root|__main__|tensorflow)|^INFO:tensorflow:|^WARNING:tensorflow:|^Matching predictions to ground truth, class |^[+-][-+]{10,}$|^-+ {2}-+$|^\W{0,40}class name\W{1,60}average precision \(in %\)|^={25}$|^Start to calculate AP|^ \(\w+\.py:\d+\)$|^\s*$/;
