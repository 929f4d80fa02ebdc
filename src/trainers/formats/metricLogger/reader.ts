import type { Line } from '../../../log/lines/line.ts';
import { boxesOf, type CocoSummary, createCocoTable } from '../coco.ts';
import { readByKind } from '../../kit/lineRules.ts';
import { numberOf } from '../../kit/numbers.ts';
import { createLightningReader } from '../../lightning.ts';
import { partsOf, unknownEpoch, unknownEvaluation, unknownIteration } from '../../kit/printed.ts';
import { createTraceback } from '../traceback.ts';
import type { Emit, TrainerReader } from '../../trainer.ts';
import { lossesOf } from './losses.ts';
import { planOf } from './options.ts';
import { rfdetrMessage } from './rfdetrLogger.ts';
import { readBestMessage } from './rfdetrBest.ts';

interface Memory {
  name: string;
  /** What comes after the end is a last test, with the best weights, of a training that is over. */
  finished: boolean;
  epoch: number | null;
  iteration: number | null;
  /** Iterations in an epoch. */
  length: number | null;
  epochs: number | null;
  /** Whether the last meters were of a test. */
  testing: boolean;
}

/** Reads what torchvision's MetricLogger prints, and what DETR and its descendants print around it. */
export function createMetricLoggerReader(name: string): TrainerReader {
  const memory: Memory = {
    name,
    finished: false,
    epoch: null,
    iteration: null,
    length: null,
    epochs: null,
    testing: false,
  };
  const traceback = createTraceback();
  const table = createCocoTable();
  // RF-DETR trains with Lightning since 1.5.
  const lightning = name === 'rf-detr' ? createLightningReader() : null;

  function readMessage(line: Line, emit: Emit): boolean {
    return (
      traceback.read(line, emit) ||
      table.read(line, (summary) => readSummary(summary, memory, emit)) ||
      readText(line.text().trimEnd(), memory, emit)
    );
  }

  return {
    read(line, emit) {
      const message = rfdetrMessage(line);
      if (message !== null && readBestMessage(message.text(), emit)) return true;
      const explained = readMessage(message ?? line, emit) || message !== null;
      return explained || (lightning?.read(line, emit) ?? false);
    },
  };
}

function readText(text: string, memory: Memory, emit: Emit): boolean {
  return readByKind([readTraining, readAverages, readOptions, readCourse], text, memory, emit) || chatter.test(text);
}

/**
 * `Epoch: [0]  [20/50]  eta: 0:00:05  lr: 0.008583  loss: 1.6886 (1.6836)  loss_classifier: 0.9422 (0.8948)  time:
 * 0.1641  data: 0.0001`: the median of the last 20 steps, and in brackets the mean of the epoch. D-FINE prints `Epoch:
 * [0/132]` since it logs to W&B.
 */
function readTraining(text: string, memory: Memory, emit: Emit): boolean {
  const match = trainingLine.exec(text);
  if (match === null) return false;
  const [, epochText, epochsText, stepText, lengthText, fields] = match;
  const losses = metersOf(fields!);
  const loss = losses.get('loss');
  memory.testing = false;
  if (loss === undefined) return true;
  refineName(text, memory, emit);
  const epoch = Number(epochText) + 1;
  const length = Number(lengthText);
  const iteration = (epoch - 1) * length + Number(stepText) + 1;
  memory.finished = false;
  if (epochsText !== undefined && memory.epochs === null) memory.epochs = Number(epochsText);
  if (memory.length !== length || (epochsText !== undefined && memory.length === null)) {
    memory.length = length;
    emitLength(memory, emit);
  }
  memory.epoch = epoch;
  memory.iteration = iteration;
  emit({
    ...unknownIteration,
    iteration,
    epoch,
    loss,
    learningRate: single(fields!, /(?:^|\s)lr: (\S+) /),
    seconds: single(fields!, /\stime: (\d+\.\d{4})(?:\s|$)/),
    parts: partsOf(
      [...losses].filter(([part]) => !auxiliary.test(part)),
      ['loss'],
    ),
  });
  return true;
}

/** The line by which the log was recognised may have been cut off before the losses that identify the trainer. */
function refineName(text: string, memory: Memory, emit: Emit): void {
  const name = lossesOf(text);
  if (vaguest.indexOf(memory.name) < vaguest.indexOf(name) && vaguest.includes(memory.name)) rename(name, memory, emit);
}

function emitLength({ length, epochs }: Memory, emit: Emit): void {
  if (length !== null) emit({ type: 'plan', plan: { epochLength: length } });
  if (epochs === null) return;
  emit({ type: 'plan', plan: { epochs, ...(length === null ? {} : { iterations: epochs * length }) } });
}

/** The medians. A meter whose bracket does not close was cut off. */
function metersOf(fields: string): Map<string, number> {
  return new Map(Array.from(fields.matchAll(meter), ([, name, median]) => [name!, numberOf(median!)!]));
}

function single(fields: string, pattern: RegExp): number | null {
  return numberOf(pattern.exec(fields)?.[1] ?? '');
}

/**
 * `Averaged stats:` after `Test:` lines holds the loss on the validation set, its mean in brackets. torchvision
 * measures none.
 */
function readAverages(text: string, memory: Memory, emit: Emit): boolean {
  if (text.startsWith('Test: ')) {
    memory.testing = true;
    return true;
  }
  if (!text.startsWith('Averaged stats:')) return false;
  const mean = numberOf(/ loss: \S+ \(([^()\s]+)\)/.exec(text)?.[1] ?? '');
  if (memory.testing && mean !== null && memory.epoch !== null && !memory.finished) {
    emit({ ...unknownEpoch, epoch: memory.epoch, validationLoss: mean });
  }
  return true;
}

/**
 * What the training was started with, printed as Python prints it: `Namespace(... epochs=300 ...)`, `cfg:  {...
 * 'epoches': 72 ...}`.
 */
function readOptions(text: string, memory: Memory, emit: Emit): boolean {
  if (!/^(?:Namespace\(.*\)|cfg: +\{.*\}|\{'task': .*\})$/.test(text)) return false;
  if (/\bpretrain_weights='[^']*rf-?detr|\bearly_stopping_use_ema=/.test(text)) rename('rf-detr', memory, emit);
  else if (isLwDetr(text)) rename('lw-detr', memory, emit);
  const plan = planOf(text);
  if (plan.epochs !== undefined) memory.epochs = plan.epochs;
  emit({ type: 'plan', plan });
  if (memory.length !== null) emitLength(memory, emit);
  return true;
}

/** RF-DETR took most of its options over, and has more. */
function isLwDetr(options: string): boolean {
  return /\bvit_encoder_num_layers=/.test(options) && !/\b(?:resolution|class_names|early_stopping)=/.test(options);
}

function rename(name: string, memory: Memory, emit: Emit): void {
  if (memory.name === name) return;
  memory.name = name;
  emit({ type: 'trainer', name, version: null });
}

function readCourse(text: string, memory: Memory, emit: Emit): boolean {
  if (/^Loss is \S+, stopping training$/.test(text)) {
    emit({ type: 'fault', text, fatal: true });
    return true;
  }
  if (/^Training time (?:\d+ days?, )?\d+:\d\d:\d\d$/.test(text)) {
    if (!memory.finished) emit({ type: 'ended', how: 'complete' });
    memory.finished = true;
    return true;
  }
  if (text.startsWith('Early stopping triggered: ')) {
    memory.finished = true;
    emit({ type: 'ended', how: 'early-stop' });
    return true;
  }
  if (text.startsWith('LENGTH OF DATA LOADER:')) {
    rename('rf-detr', memory, emit);
    return true;
  }
  const refreshed = /^Refresh EMA at epoch \d+ with decay /.test(text);
  if (refreshed) emit({ type: 'regime', at: memory.iteration, label: 'EMA refreshed' });
  return refreshed;
}

/** RF-DETR evaluates twice an epoch, its weights and their moving average. Masks and keypoints come after the boxes. */
function readSummary(summary: CocoSummary, { finished, iteration, epoch }: Memory, emit: Emit): void {
  const boxes = finished ? null : boxesOf(summary);
  if (boxes !== null) emit({ ...unknownEvaluation, iteration, epoch, ...boxes });
}

/** Each knows more of its losses than the one before. */
const vaguest: readonly string[] = ['torchvision', 'detr', 'd-fine', 'deim'];
const trainingLine = /^Epoch: \[(\d+)(?:\/(\d+))?\]\s+\[ *(\d+)\/(\d+)\]\s+eta: \S+(?: days?, \S+)?\s+(.*)$/;
const meter =
  /(?:^|\s)([A-Za-z][\w.]*): ([-+]?(?:[\d.]+(?:e[-+]?\d+)?|nan|inf)) \([-+]?(?:[\d.]+(?:e[-+]?\d+)?|nan|inf)\)/g;
/** Losses of inner decoder layers, of denoising, and the unscaled copies of DETR's: dozens. */
const auxiliary = /_\d+$|_unscaled$|_(?:aux|dn|enc|pre)(?:_|$)/;
const chatter =
  /^(?:Epoch: \[\d+(?:\/\d+)?\] Total time: |best_stat: |Accumulating evaluation results|COCOeval_opt\.|DONE \(t=|Loading and preparing results|loading annotations into memory|Done \(t=|creating index|index created|Not using distributed mode|Not init distributed mode|Loading data|Creating data loaders|Creating model|-*Start training-*$|number of (?:trainable )?parameters: |number of params:|\{.Model FLOPs:| +## Using \w+-defined Scheduler|\[\d\S*e-\d|-{20,}$|\{'loss_\w+': tensor\(|Grad accum steps: |Total batch size: |Early stopping|Get benchmark|Loading pretrain weights|Initial lr: |building \w+_dataloader with|\| distributed init \(rank|git:$| {2}sha: |Results saved to |Load \S+ state_dict|\s*$)/;
