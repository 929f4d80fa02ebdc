import { habitsOf } from './kit/habits.ts';
import { ascii, indexOf } from '../log/formats/fields.ts';
import type { Line } from '../log/lines/line.ts';
import type { ClassResult } from '../run/events.ts';
import { numberOf } from './kit/numbers.ts';
import { createHeld, type Held } from './kit/held.ts';
import { metricOf, numberPattern, partsOf, unknownEvaluation, unknownIteration } from './kit/printed.ts';
import { createRestarts, type Restarts } from './kit/restarts.ts';
import { createTextReader } from './formats/textReader.ts';
import type { Emit, Trainer, TrainerReader } from './trainer.ts';

const habits = habitsOf('iterations', 1, {
  checkpointSuffixes: ['.index', '.meta', '-00000-of-00001'],
  saves: 'every 1000 steps (checkpoint_every_n), of which the last 7 are kept; TF1 every 10 minutes',
  interrupt: 'SIGINT ends it at once with a traceback: up to 1000 steps since the last checkpoint are lost.',
  terminate: 'SIGTERM ends it at once without a word: up to 1000 steps since the last checkpoint are lost.',
  resume: 'It goes on from the last checkpoint when the same command is started again; steps count on.',
  earlyStopping: 'It has none. Evaluation is a second process, started with --checkpoint_dir.',
  safeMoment: 'in the middle between two multiples of 1000 steps',
});

/**
 * TensorFlow's Object Detection API: TF1 with slim and with Estimator, TF2's model_main_tf2. Every record is printed
 * twice, by tf.logging and by absl, so each step is emitted once. Sources: object_detection/model_lib_v2.py,
 * tensorflow/python/training/basic_session_run_hooks.py (trainers.md 7).
 */
export const tfObjectDetection: Trainer = {
  names: ['tf-od'],
  title: 'TensorFlow Object Detection API',
  recognise,
  createReader,
  habits,
};

function recognise(line: Line): string | null {
  if (indexOf(line, tensorflowLogger) === -1 && indexOf(line, sourceFile) === -1) return null;
  return signature.test(line.text()) ? 'tf-od' : null;
}

interface Memory {
  /** The step emitted last; a repeat of it is the other logger's. */
  iteration: number | null;
  /** A step whose losses follow in a dictionary of several lines. */
  open: { step: number; seconds: number | null; entries: Map<string, number> } | null;
  /** The last line was a step without a time, whose number may be cut off. */
  unsure: { step: number; loss: number } | null;
  evaluation: { step: number; metrics: Map<string, number>; emitted: boolean } | null;
  evaluated: number | null;
  saved: number | null;
  readonly held: Held;
  readonly restarts: Restarts;
}

function createReader(): TrainerReader {
  const memory: Memory = {
    iteration: null,
    open: null,
    unsure: null,
    evaluation: null,
    evaluated: null,
    saved: null,
    held: createHeld(),
    restarts: createRestarts(),
  };
  // A COCO table's figures come again in the evaluation, with the step they belong to.
  return createTextReader({
    readText: (text, emit) => readText(text, memory, emit),
    release: (emit) => {
      memory.held.release(emit);
      emitUnsure(memory, emit);
    },
  });
}

function readText(text: string, memory: Memory, emit: Emit): boolean {
  const match = prefixed.exec(text);
  const message = match?.[1] ?? text;
  return (
    readStep(message, memory, emit) ||
    readDictionary(message, memory, emit) ||
    readEvaluation(message, memory, emit) ||
    readEstimator(message, memory, emit) ||
    match !== null ||
    chatter.test(text)
  );
}

/**
 * `Step 100 per-step time 0.640s loss=0.454` until 2.4; later the losses follow. `global step 1: loss = 13.8886 (12.339
 * sec/step)` in slim.
 */
function readStep(message: string, memory: Memory, emit: Emit): boolean {
  const slim = slimLine.exec(message) ?? estimatorLine.exec(message);
  if (slim !== null) {
    const { step, loss, seconds, total } = slim.groups!;
    const took = numberOf(seconds ?? '');
    // Estimator prints how long all the steps since its last line took.
    const since = total === undefined ? 1 : memory.iteration === null ? null : Number(step) - memory.iteration;
    const each = took === null || since === null || since < 1 ? null : took / since;
    emitStep(Number(step), numberOf(loss!)!, each, new Map(), memory, emit);
    return true;
  }
  // Estimator has no time for its first step.
  const first = firstLine.exec(message);
  if (first !== null) {
    memory.unsure = { step: Number(first[2]), loss: numberOf(first[1]!)! };
    return true;
  }
  const match = /^Step (\d+) per-step time (\d+\.\d+)s(?: loss=(.+))?$/.exec(message);
  if (match === null) return false;
  const [, stepText, seconds, lossText] = match;
  const step = Number(stepText);
  if (lossText === undefined) {
    if (memory.open === null || memory.open.step !== step)
      memory.open = { step, seconds: Number(seconds), entries: new Map() };
    return true;
  }
  const loss = numberOf(lossText);
  // Three decimals: a number with fewer was cut off.
  if (loss !== null && /^-?\d+\.\d{3}$|nan|inf/.test(lossText))
    emitStep(step, loss, Number(seconds), new Map(), memory, emit);
  return true;
}

/** Another line shows that the last one was whole. */
function emitUnsure(memory: Memory, emit: Emit): void {
  const { unsure } = memory;
  memory.unsure = null;
  if (unsure !== null) emitStep(unsure.step, unsure.loss, null, new Map(), memory, emit);
}

function emitStep(
  step: number,
  loss: number,
  seconds: number | null,
  parts: Map<string, number>,
  memory: Memory,
  emit: Emit,
): void {
  if (step === memory.iteration || step < 1) return;
  if (memory.restarts.see(step, emit)) forget(memory);
  memory.iteration = step;
  const learningRate = parts.get('learning_rate') ?? null;
  const losses = Array.from(parts, ([name, value]) => [name.replace(/^Loss\//, ''), value] as const);
  emit({
    ...unknownIteration,
    iteration: step,
    loss,
    learningRate,
    seconds,
    ...(losses.length === 0 ? {} : { parts: partsOf(losses, ['total_loss']) }),
  });
}

/** Another training begins: its evaluations and saves come at the same steps. */
function forget(memory: Memory): void {
  memory.evaluation = null;
  memory.evaluated = null;
  memory.saved = null;
}

/**
 * `{'Loss/classification_loss': 0.11,` and on the next lines ` 'Loss/total_loss': 0.647,` ` 'learning_rate': 0.118}`,
 * as pprint breaks it.
 */
function readDictionary(message: string, memory: Memory, emit: Emit): boolean {
  if (!/^(?:\{| )'[\w/]+': /.test(message)) return false;
  const { open } = memory;
  if (open === null) return true;
  for (const [, name, number] of message.matchAll(entry)) {
    const value = numberOf(number!);
    if (value !== null) open.entries.set(name!, value);
  }
  if (!message.endsWith('}')) return true;
  memory.open = null;
  const loss = open.entries.get('Loss/total_loss');
  if (loss !== undefined) emitStep(open.step, loss, open.seconds, open.entries, memory, emit);
  return true;
}

/** `Eval metrics at step 2000`, then `\t+ DetectionBoxes_Precision/mAP: 0.210000` for each metric, each twice. */
function readEvaluation(message: string, memory: Memory, emit: Emit): boolean {
  const step = /^Eval metrics at step (\d+)$/.exec(message)?.[1];
  if (step !== undefined) {
    if (memory.evaluation?.step !== Number(step))
      memory.evaluation = { step: Number(step), metrics: new Map(), emitted: false };
    return true;
  }
  const match = metricLine.exec(message);
  if (match === null) return false;
  const { evaluation } = memory;
  if (evaluation === null || evaluation.emitted) return true;
  evaluation.metrics.set(match[1]!, numberOf(match[2]!)!);
  const last = match[1]!;
  // COCO's mAP50 comes right behind its mAP; Pascal's classes come behind its mAP50, so its end is the first loss.
  const coco = evaluation.metrics.has('DetectionBoxes_Precision/mAP') && last === 'DetectionBoxes_Precision/mAP@.50IOU';
  if (!coco && !last.startsWith('Loss/')) return true;
  evaluation.emitted = true;
  emitEvaluation(evaluation.step, evaluation.metrics, memory, emit);
  return true;
}

function emitEvaluation(step: number, metrics: Map<string, number>, memory: Memory, emit: Emit): void {
  const map50To95 = metrics.get('DetectionBoxes_Precision/mAP');
  const map50 = metrics.get('DetectionBoxes_Precision/mAP@.50IOU') ?? metrics.get('PascalBoxes_Precision/mAP@0.5IOU');
  if (map50To95 === undefined && map50 === undefined) return;
  memory.evaluated = step;
  const classes: ClassResult[] = Array.from(metrics).flatMap(([name, value]) => {
    const label = /PerformanceByCategory\/(?:AP@0\.5IOU|mAP)\/(.+)$/.exec(name)?.[1];
    return label === undefined ? [] : [{ name: label, ap: metricOf(value), truePositives: null, falsePositives: null }];
  });
  if (classes.length > 0) emit({ type: 'classes', classes });
  emit({ ...unknownEvaluation, iteration: step, map50: metricOf(map50), map50To95: metricOf(map50To95) });
}

/**
 * What Estimator says: `Saving dict for global step 2000: DetectionBoxes_Precision/mAP = 0.21, ...`, saves and the end.
 */
function readEstimator(message: string, memory: Memory, emit: Emit): boolean {
  const saved = /^Saving dict for global step (\d+): (.*)$/.exec(message);
  if (saved !== null) {
    const step = Number(saved[1]);
    const metrics = new Map<string, number>();
    // Each is followed by another, but for the loss, which comes last.
    for (const [, name, number] of saved[2]!.matchAll(assignment)) metrics.set(name!, numberOf(number!)!);
    if (memory.evaluated !== step) emitEvaluation(step, metrics, memory, emit);
    return true;
  }
  const checkpoint = /^Saving checkpoints for (\d+) into (.+)\.$/.exec(message);
  if (checkpoint !== null) {
    const at = Number(checkpoint[1]);
    if (memory.saved === at) return true;
    if (at === 0 && memory.iteration !== null) {
      memory.held.hold({ type: 'resumed', at: 0 });
      memory.iteration = null;
      memory.restarts.expectResume();
      forget(memory);
    }
    memory.held.hold({ type: 'checkpoint', path: `${checkpoint[2]!}-${at}`, at, role: 'numbered' });
    memory.saved = at;
    return true;
  }
  if (/^Loss for final step: \S+\.$|^Finished training! Saving model to disk\.$/.test(message)) {
    emit({ type: 'ended', how: 'complete' });
    return true;
  }
  return false;
}

const tensorflowLogger = ascii('INFO:tensorflow:');
const sourceFile = ascii('.py:');
const signature =
  /(?:INFO:tensorflow:|\.py:\d+\] )(?:Step \d+ per-step time |global step \d+: loss = |loss = \S+, step = \d+|Saving dict for global step \d+: .*Boxes_|Eval metrics at step \d+)/;
/** `INFO:tensorflow:` and absl's `I0507 01:01:11.942076 140 model_lib_v2.py:676] `; the last one of the line counts. */
const prefixed = /^.*(?:[A-Z]:tensorflow:|[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ \w+\.py:\d+\] )(.*)$/;
const slimLine = new RegExp(
  String.raw`^global step (?<step>\d+): loss = (?<loss>${numberPattern}) \((?<seconds>[\d.]+) sec/step\)$`,
);
/** Its time is over all the steps since the line before. */
const estimatorLine = new RegExp(
  String.raw`^(?:loss = (?<loss>${numberPattern}), step = (?<step>\d+))(?: \((?:(?<seconds>[\d.]+)(?<total> sec)|[^)]*)\))$`,
);
const firstLine = new RegExp(String.raw`^loss = (${numberPattern}), step = (\d+)$`);
const entry = new RegExp(String.raw`'([\w/]+)': (${numberPattern})(?=[,}])`, 'g');
const metricLine = /^(?:\t|#011)?\+ (\S.*): (-?\d+\.\d{6}|nan)$/;
const assignment = new RegExp(String.raw`(?<!\S)(\S+) = (${numberPattern})(?=, )`, 'g');
const chatter =
  /^(?:creating index|index created|Accumulating evaluation results|DONE \(t=|Loading and preparing results|Running per image evaluation|Instructions for updating|Use |W\d{4} |\s*$)/;
