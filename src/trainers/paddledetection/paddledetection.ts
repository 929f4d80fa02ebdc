import { habitsOf } from '../kit/habits.ts';
import { ascii, indexOf } from '../../log/formats/fields.ts';
import type { ClassResult } from '../../run/events.ts';
import { boxesOf, type CocoSummary } from '../formats/coco.ts';
import { fractionOf, numberOf } from '../kit/numbers.ts';
import { createHeld, type Held } from '../kit/held.ts';
import { durationOf, metricOf, numberPattern, partsOf, unknownEvaluation, unknownIteration } from '../kit/printed.ts';
import { createTextReader } from '../formats/textReader.ts';
import type { Emit, Trainer, TrainerReader } from '../trainer.ts';
import { createStaticReader, isStatic } from './staticGraph.ts';

const habits = habitsOf('iterations', 0, {
  checkpointSuffixes: ['.pdema'],
  saves: 'every snapshot_epoch epochs as output/NAME/N, and best_model after an evaluation that is better',
  interrupt: 'SIGINT ends it at once with a traceback: what was trained since the last snapshot_epoch is lost.',
  terminate: 'SIGTERM ends it at once: what was trained since the last snapshot_epoch is lost.',
  resume: 'It goes on from a snapshot with -r output/NAME/N. Its best is forgotten then, so copy best_model before.',
  earlyStopping: 'It has none.',
  safeMoment: 'as soon as training or evaluation lines follow "Save checkpoint:"',
});

/**
 * PaddleDetection. Epochs and steps are 0-based, losses the median of 20, VOC's mAP is in percent.
 * Sources: ppdet/engine/callbacks.py, ppdet/metrics/metrics.py, ppdet/utils/stats.py (trainers.md 8).
 */
export const paddledetection: Trainer = {
  names: ['paddledetection'],
  title: 'PaddleDetection',
  recognise: (line) =>
    (indexOf(line, logger) !== -1 && prefixed.test(line.text())) || isStatic(line) ? 'paddledetection' : null,
  createReader,
  habits,
};

/** Whichever generation it is: neither explains a line of the other's. */
function createReader(): TrainerReader {
  const present = createDynamicReader();
  const past = createStaticReader();
  return {
    read: (line, emit) => past.read(line, emit) || present.read(line, emit),
  };
}

interface Memory {
  epoch: number | null;
  iteration: number | null;
  length: number | null;
  /** The last record was about the best: a save that follows is of the best weights. */
  best: boolean;
  /** The table of classes that is being printed. */
  classes: { line: string; width: number; rows: ClassResult[] } | null;
  readonly held: Held;
}

function createDynamicReader(): TrainerReader {
  const memory: Memory = { epoch: null, iteration: null, length: null, best: false, classes: null, held: createHeld() };
  return createTextReader({
    readText: (text, emit) => readText(text, memory, emit),
    readTable: (summary, emit) => readSummary(summary, memory, emit),
    release: memory.held.release,
  });
}

function readText(text: string, memory: Memory, emit: Emit): boolean {
  const message = prefixed.exec(text)?.[1];
  if (message === undefined) return readRow(text, memory) || chatter.test(text);
  endClasses(memory, emit);
  if (!readTraining(message, memory, emit)) readRecord(message, memory, emit);
  return true;
}

/**
 * `Epoch: [53] [ 20/157] learning_rate: 0.000042 loss_cls: 0.5 loss: 1.62 eta: 0:33:30 batch_cost: 0.4790 data_cost:
 * 0.0003 ips: 16.7 images/s`.
 */
function readTraining(message: string, memory: Memory, emit: Emit): boolean {
  const match = trainingLine.exec(message);
  if (match === null) return false;
  const [, epochText, stepText, lengthText, rest] = match;
  // Every number is followed by a blank, so one that is cut off shows.
  const fields = new Map(Array.from(rest!.matchAll(field), ([, name, number]) => [name!, numberOf(number!)!]));
  const loss = fields.get('loss');
  memory.best = false;
  if (loss === undefined) return true;
  memory.epoch = Number(epochText) + 1;
  if (memory.length !== Number(lengthText)) emit({ type: 'plan', plan: { epochLength: Number(lengthText) } });
  memory.length = Number(lengthText);
  memory.iteration = Number(epochText) * memory.length + Number(stepText) + 1;
  emit({
    ...unknownIteration,
    iteration: memory.iteration,
    epoch: memory.epoch,
    loss,
    learningRate: fields.get('learning_rate') ?? null,
    seconds: fields.get('batch_cost') ?? null,
    remaining: durationOf(/ eta: ((?:\d+ days?, )?\d+:\d\d:\d\d) /.exec(rest!)?.[1] ?? ''),
    parts: partsOf(
      [...fields].filter(([name]) => !auxiliary.test(name)),
      ['loss'],
    ),
  });
  return true;
}

function readRecord(message: string, memory: Memory, emit: Emit): void {
  const voc = /^mAP\(([\d.]+), \w+\) = (\d+\.\d+)%$/.exec(message);
  if (voc !== null && Number(voc[1]) === 0.5) emitEvaluation(fractionOf(voc[2]!), null, memory, emit);
  if (message.startsWith('Per-category of bbox AP:')) memory.classes = { line: '', width: 0, rows: [] };
  const path = /^Save checkpoint: (.+)$/.exec(message)?.[1];
  if (path !== undefined) {
    memory.held.hold({ type: 'checkpoint', path, at: endOfEpoch(memory), role: memory.best ? 'best' : 'numbered' });
  }
  const resumed = /^Resume training from|^Load (?:checkpoint|resume weights):/.test(message);
  if (resumed && memory.iteration !== null) emit({ type: 'resumed', at: null });
  if (path === undefined) memory.best = /^Best test \w+ ap is \d\.\d+\.$/.test(message);
}

function readSummary(summary: CocoSummary, memory: Memory, emit: Emit): void {
  const boxes = boxesOf(summary);
  if (boxes !== null) emitEvaluation(boxes.map50, boxes.map50To95, memory, emit);
}

/** Snapshots and evaluations come when an epoch is over, which is after its last line. */
function emitEvaluation(map50: number | null, map50To95: number | null, memory: Memory, emit: Emit): void {
  emit({ ...unknownEvaluation, iteration: endOfEpoch(memory), epoch: memory.epoch, map50, map50To95 });
}

function endOfEpoch({ epoch, length }: Memory): number | null {
  return epoch === null || length === null ? null : epoch * length;
}

/** `| square | 0.512 | circle | 0.431 |`, as terminaltables draws it. */
function readRow(text: string, { classes }: Memory): boolean {
  if (classes === null || !text.startsWith('|') || !text.endsWith('|')) return false;
  // A log may hold every line twice.
  if (text === classes.line) return true;
  classes.line = text;
  const cells = text
    .slice(1, -1)
    .split(' |')
    .map((cell) => cell.replace(/^\|/, '').trim());
  if (cells[0] === 'category') classes.width = cells.length;
  else if (cells.length === classes.width) {
    for (let index = 0; index + 1 < cells.length; index += 2) {
      const ap = numberOf(cells[index + 1]!);
      if (cells[index] !== '' && cells[index] !== 'None' && ap !== null) {
        classes.rows.push({ name: cells[index]!, ap: metricOf(ap), truePositives: null, falsePositives: null });
      }
    }
  }
  return true;
}

function endClasses(memory: Memory, emit: Emit): void {
  if (memory.classes !== null && memory.classes.rows.length > 0)
    emit({ type: 'classes', classes: memory.classes.rows });
  memory.classes = null;
}

const logger = ascii('] ppdet.');
/** `[11/09 20:15:02] ppdet.engine INFO: `; the last one of the line counts. */
const prefixed = /^.*\[\d\d\/\d\d \d\d:\d\d:\d\d\] ppdet\.[\w.]+ [A-Z]+: ?(.*)$/;
const trainingLine = /^Epoch: \[(\d+)\] \[ *(\d+)\/(\d+)\] (.*)$/;
const field = new RegExp(String.raw`([A-Za-z]\w{0,63}): (${numberPattern})(?= )`, 'g');
/** Losses of inner decoder layers and of denoising, of which DETR-like detectors have dozens. */
const auxiliary = /_aux|_dn|_\d+$/;
const chatter =
  /^(?:loading annotations into memory|Done \(t=|creating index|index created|Loading and preparing results|DONE \(t=|Running per image evaluation|Evaluate annotation|Accumulating evaluation results|\+(?:-+\+)+$|W\d{4} |I\d{4} |\s*$)/;
