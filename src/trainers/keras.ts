import { habitsOf } from './kit/habits.ts';
import type { Line } from '../log/lines/line.ts';
import { ascii, indexOf } from '../log/formats/fields.ts';
import type { ClassResult } from '../run/events.ts';
import { boxesOf } from './formats/coco.ts';
import { numberOf } from './kit/numbers.ts';
import { createHeld, type Held } from './kit/held.ts';
import { hasDecimals, metricOf, numberPattern, unknownEpoch, unknownEvaluation } from './kit/printed.ts';
import { createTextReader } from './formats/textReader.ts';
import { type ApTable, createApTable } from './tao/apTable.ts';
import type { Emit, Trainer, TrainerReader } from './trainer.ts';

const habits = habitsOf('epochs', 1, {
  saves: 'only where a ModelCheckpoint or BackupAndRestore callback does',
  interrupt: 'SIGINT ends it at once with a traceback: everything that no callback saved is lost.',
  terminate: 'SIGTERM ends it at once without a word: everything that no callback saved is lost.',
  resume: 'It can go on only where BackupAndRestore was used, or from a file of ModelCheckpoint, with initial_epoch.',
  earlyStopping: 'EarlyStopping is off unless configured; it says "early stopping" only when verbose.',
  safeMoment: 'in the middle of an epoch: callbacks save when it ends',
});

/**
 * Keras 2 and 3: the progress bar of `fit` (keras/utils/generic_utils.py, keras/src/utils/progbar.py), its one-line
 * form (verbose=2), the callbacks that speak, and the detection metrics of KerasCV and keras-retinanet (trainers.md 7).
 */
export const keras: Trainer = {
  names: ['keras'],
  title: 'Keras',
  recognise,
  createReader: createKerasReader,
  habits,
};

function recognise(line: Line): string | null {
  if (indexOf(line, lossWord) === -1) return null;
  return signature.test(line.text()) ? 'keras' : null;
}

interface Memory {
  /** 1-based, from `Epoch 48/50`. */
  epoch: number | null;
  epochs: number | null;
  emittedPlan: number | null;
  /** What of this epoch has been emitted: the last batch's line comes before the one with the validation. */
  emitted: 'nothing' | 'training' | 'everything';
  /** keras-retinanet's classes. */
  classes: ClassResult[];
  readonly apTable: ApTable;
  readonly held: Held;
}

/** A reader of what Keras prints, and of the table that NVIDIA TAO prints between its lines. */
export function createKerasReader(): TrainerReader {
  const memory: Memory = {
    epoch: null,
    epochs: null,
    emittedPlan: null,
    emitted: 'nothing',
    classes: [],
    apTable: createApTable(),
    held: createHeld(),
  };
  return createTextReader({
    readText: (text, emit, volatile) => readText(text, volatile, memory, emit),
    // Of a callback that evaluates when an epoch ends.
    readTable: (summary, emit) => {
      const boxes = boxesOf(summary);
      if (boxes !== null && memory.epoch !== null) emit({ ...unknownEvaluation, epoch: memory.epoch, ...boxes });
    },
    release: memory.held.release,
  });
}

/**
 * A Windows console that is copied leaves out the ends of lines that are full: `Epoch 2/50` and what follows stand on
 * one.
 */
function readText(text: string, volatile: boolean, memory: Memory, emit: Emit): boolean {
  if (!glued.test(text)) return readPart(text, volatile, memory, emit);
  return text.split(seams).reduce((explained, part) => readPart(part, volatile, memory, emit) || explained, false);
}

function readPart(text: string, volatile: boolean, memory: Memory, emit: Emit): boolean {
  return (
    readEpoch(text, memory) ||
    readBar(text, volatile, memory, emit) ||
    readSummary(text, memory, emit) ||
    readCallback(text, memory, emit) ||
    readRetinaNet(text, memory, emit) ||
    memory.apTable.read(text, memory.epoch, memory.held, emit) ||
    chatter.test(text)
  );
}

function readEpoch(text: string, memory: Memory): boolean {
  const match = /^Epoch (\d+)\/(\d+)$/.exec(text);
  if (match === null) return false;
  memory.epoch = Number(match[1]);
  memory.epochs = Number(match[2]);
  memory.emitted = 'nothing';
  return true;
}

/**
 * `17/17 [==============================] - 572s 34s/step - loss: 35.4 - val_loss: 36.9` in Keras 2, `100/100
 * ━━━━━━━━━━ 12s 120ms/step - loss: 0.5` in Keras 3. While the epoch runs the time is what is left of it; 2 says so
 * (`ETA: 3s`).
 */
function readBar(text: string, volatile: boolean, memory: Memory, emit: Emit): boolean {
  const match = bar.exec(text);
  if (match === null) return false;
  const [, doneText, totalText, estimated, seconds, fields] = match;
  emitPlan(memory, emit);
  const done = Number(doneText);
  const total = totalText === 'Unknown' ? null : Number(totalText);
  if (memory.epoch === null || total === null || total === 0) return true;
  if (volatile || estimated !== undefined || done !== total) {
    if (memory.emitted !== 'nothing') return true;
    const loss = metricsOf(fields!).get('loss') ?? null;
    emit({ type: 'progress', epoch: memory.epoch, batch: done, batches: total, loss });
    return true;
  }
  emitEpoch(metricsOf(fields!), Number(seconds), memory, emit);
  return true;
}

/** verbose=2: `100/100 - 12s - 119ms/step - loss: 0.30 - val_loss: 0.40`, ` - 12s - loss: 0.30` in the oldest. */
function readSummary(text: string, memory: Memory, emit: Emit): boolean {
  const match = summary.exec(text);
  if (match === null) return false;
  emitPlan(memory, emit);
  emitEpoch(metricsOf(match[2]!), Number(match[1]), memory, emit);
  return true;
}

/** Told only now, because `Epoch 1/5` may have been cut off from `Epoch 1/50`. */
function emitPlan(memory: Memory, emit: Emit): void {
  if (memory.epochs === null || memory.epochs === memory.emittedPlan) return;
  memory.emittedPlan = memory.epochs;
  emit({ type: 'plan', plan: { epochs: memory.epochs } });
}

/** `loss: 0.5 - box_loss: 0.2 - val_AP: 0.31`; the last is dropped where its decimals show that it was cut off. */
function metricsOf(fields: string): Map<string, number> {
  const metrics = new Map<string, number>();
  const parts = fields.split(' - ');
  for (const [index, part] of parts.entries()) {
    const match = metric.exec(part);
    const value = match === null ? null : numberOf(match[2]!);
    if (value === null || (index === parts.length - 1 && !hasDecimals(match![2]!, decimals))) continue;
    metrics.set(match![1]!, value);
  }
  return metrics;
}

function emitEpoch(metrics: Map<string, number>, seconds: number, memory: Memory, emit: Emit): void {
  const { epoch } = memory;
  const loss = metrics.get('loss');
  if (epoch === null || loss === undefined) return;
  const validationLoss = metrics.get('val_loss') ?? null;
  const validated = Array.from(metrics.keys()).some((name) => name.startsWith('val_'));
  if (memory.emitted === 'everything' || (memory.emitted === 'training' && !validated)) return;
  emit({
    ...unknownEpoch,
    epoch,
    // The mean over the epoch, the same in both lines: emitted twice, a nan would count twice.
    loss: memory.emitted === 'training' ? null : loss,
    validationLoss,
    learningRate: metrics.get('lr') ?? metrics.get('learning_rate') ?? null,
    seconds: Number.isFinite(seconds) ? seconds : null,
    parts: lossesOf(metrics, ''),
    validationParts: lossesOf(metrics, 'val_'),
  });
  memory.emitted = validated ? 'everything' : 'training';
  readMaps(metrics, epoch, emit);
  if (memory.epochs !== null && epoch >= memory.epochs) emit({ type: 'ended', how: 'complete' });
}

function lossesOf(metrics: Map<string, number>, prefix: string): Record<string, number> {
  const parts: Record<string, number> = {};
  for (const [name, value] of metrics) {
    if (name.startsWith('val_') !== (prefix === 'val_')) continue;
    const part = /^(.+)_loss$/.exec(name.slice(prefix.length))?.[1];
    if (part !== undefined && Number.isFinite(value)) parts[part] = value;
  }
  return parts;
}

/** KerasCV's and KerasHub's metrics. What a metric of one's own called mAP is over cannot be known. */
function readMaps(metrics: Map<string, number>, epoch: number, emit: Emit): void {
  const map50To95 = metrics.get('val_MaP') ?? metrics.get('val_AP');
  const map50 = metrics.get('val_MaP@[IoU=50]') ?? metrics.get('val_AP50');
  if (map50To95 === undefined && map50 === undefined) return;
  emit({
    ...unknownEvaluation,
    epoch,
    map50: metricOf(map50),
    map50To95: metricOf(map50To95),
    recall: metricOf(metrics.get('val_Recall@[max_detections=100]')),
  });
}

/**
 * `Epoch 5: val_loss improved from 0.5 to 0.4, saving model to best.keras`; five digits and a line before it in Keras
 * 2.
 */
function readCallback(text: string, memory: Memory, emit: Emit): boolean {
  if (/^Unfreeze all (?:of )?the layers/.test(text)) {
    emit({ type: 'regime', at: memory.epoch, label: 'layers unfrozen' });
    return true;
  }
  const match = /^Epoch (\d+): (.+)$/.exec(text);
  if (match === null) return false;
  const epoch = Number(match[1]);
  const message = match[2]!;
  const path = /saving model to (.+?)(?:\.\.\.)?$/.exec(message)?.[1];
  if (path !== undefined) {
    const role = message.includes(' improved from ') ? 'best' : 'numbered';
    const saved = { type: 'checkpoint', path, at: epoch, role } as const;
    // The path is certainly complete only with its extension.
    if (/\.(?:h5|hdf5|keras|tlt)$/.test(path)) emit(saved);
    else memory.held.hold(saved);
  }
  if (message === 'early stopping') emit({ type: 'ended', how: 'early-stop' });
  if (message.startsWith('ReduceLROnPlateau reducing learning rate to ')) {
    emit({ type: 'regime', at: epoch, label: 'learning rate reduced' });
  }
  return true;
}

/**
 * keras-retinanet's Evaluate callback: `155 instances of class square with average precision: 0.7413`, then `mAP:
 * 0.6511`, at an IoU of 0.5.
 */
function readRetinaNet(text: string, memory: Memory, emit: Emit): boolean {
  const row = /^\d+ instances of class (.+) with average precision: (\d\.\d{4})$/.exec(text);
  if (row !== null) {
    // A log may hold every line twice.
    if (memory.classes.at(-1)?.name === row[1]) return true;
    memory.classes.push({ name: row[1]!, ap: Number(row[2]), truePositives: null, falsePositives: null });
    return true;
  }
  const map50 = /^mAP: (\d\.\d{4})$/.exec(text)?.[1];
  if (map50 === undefined || memory.classes.length === 0) return false;
  emit({ type: 'classes', classes: memory.classes });
  memory.classes = [];
  emit({ ...unknownEvaluation, epoch: memory.epoch, map50: Number(map50) });
  return true;
}

/** `%.4f`, and `%.4e` below a thousandth. */
const decimals = 4;
const glued = /^Epoch \d+\/\d+\s{3}|\S\s{3,}Epoch \d+\/\d+$/;
const seams = /(?<=^Epoch \d+\/\d+)\s{3,}|\s{3,}(?=Epoch \d+\/\d+$)/;
const lossWord = ascii('loss: ');
const signature =
  /^\s*\d+\/(?:\d+|Unknown) (?:\[[=>.]+\] - |━[━ ]* (?![━ ])).*- \S*loss: |^ *\d+\/\d+ - \d+s - (?:\d+m?s\/\w+ - )?(?:\w+: \S+ - )*loss: /;
const bar =
  /^\s*(\d+)\/(\d+|Unknown)(?: \[[=>.]+\] -| ━[━ ]*| -)? (ETA: )?(?:(\d+)s|[\d:]+) (?:\d+(?:us|ms|s)\/(?:step|sample|epoch) )?- (.+: .*)$/;
const summary = /^(?: *\d+\/\d+)? - (\d+)s - ((?:\d+m?s\/(?:step|sample|epoch) - )?\w.*: .*)$/;
const metric = new RegExp(String.raw`^(\S.*): (${numberPattern})$`);
const chatter =
  /^(?:Restoring model weights from the end of the best epoch|Train on \d+ samples|Freeze the first \d+ layers|_{20,}|={20,}|(?:Total|Trainable|Non-trainable) params: |Model: "|Train for \d+ steps|Load weights |Create YOLOv3 model |Running network: |Parsing annotations: |\d+% \(\d+ of \d+\) |Inference time for \d+ images: |mAP using the weighted average |\s*$)/;
