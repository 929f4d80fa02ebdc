import { ascii, indexOf } from '../../log/formats/fields.ts';
import type { Line } from '../../log/lines/line.ts';
import type { ClassResult, IterationRead, TrainerName } from '../../run/events.ts';
import { boxesOf } from '../formats/coco.ts';
import { numberOf } from '../kit/numbers.ts';
import { createHeld, type Held } from '../kit/held.ts';
import { metricOf, partsOf, unknownEpoch, unknownEvaluation, unknownIteration } from '../kit/printed.ts';
import { createRestarts, type Restarts } from '../kit/restarts.ts';
import { createTextReader } from '../formats/textReader.ts';
import type { Emit, Trainer, TrainerReader } from '../trainer.ts';

/**
 * Hugging Face's Trainer: Python dictionaries on stdout (numbers in v4, strings of numbers in v5) and tqdm bars on stderr.
 * Sources: transformers/trainer_callback.py (ProgressCallback, PrinterCallback), trainer.py (trainers.md 8).
 */
export const hfTrainer: Trainer = {
  names: ['hf-trainer'],
  title: 'Hugging Face Trainer',
  recognise,
  createReader,
  companions: () => [],
  habits: {
    counts: 'iterations',
    saves:
      'as checkpoint-N at every save point of its save_strategy: every 500 steps unless told otherwise, or every epoch',
    interrupt: 'SIGINT ends it at once with a traceback: what was trained since the last save point is lost.',
    terminate: 'SIGTERM ends it at once without a word: what was trained since the last save point is lost.',
    resume: 'It goes on from the last checkpoint-N with resume_from_checkpoint=True.',
    earlyStopping:
      'EarlyStoppingCallback is off unless configured; it says nothing when it stops the training (patience 1, threshold 0).',
    safeMoment: 'as soon as the progress bar moves again after a save point',
    lossBands: false,
    mapUnit: 'fraction',
    countsFrom: 0,
  },
};

function recognise(line: Line): TrainerName | null {
  if (indexOf(line, epochKey) === -1) return null;
  return dictionary.test(line.text()) ? 'hf-trainer' : null;
}

interface Memory {
  /** Steps of the whole training and its epochs, as far as they are told. */
  steps: number | null;
  epochs: number | null;
  /** Where the training's bar is, and whether a loss was put there already. */
  step: number | null;
  taken: boolean;
  /** No dictionary has come yet, so that the bar may be one of what is done before the training. */
  preparing: boolean;
  ended: boolean;
  /** What a COCO table said: the dictionary that follows tells where. */
  boxes: ReturnType<typeof boxesOf>;
  readonly held: Held;
  readonly restarts: Restarts;
}

function createReader(): TrainerReader {
  const memory: Memory = {
    steps: null,
    epochs: null,
    step: null,
    taken: true,
    preparing: true,
    ended: false,
    boxes: null,
    held: createHeld(),
    restarts: createRestarts(),
  };
  return createTextReader({
    readText: (text, emit) => readText(text, memory, emit),
    readTable: (summary) => {
      memory.boxes = boxesOf(summary) ?? memory.boxes;
    },
    release: memory.held.release,
  });
}

function readText(text: string, memory: Memory, emit: Emit): boolean {
  return readDictionary(text, memory, emit) || readBar(text, memory) || readNotice(text, memory) || chatter.test(text);
}

/** `{'loss': 1.6042, 'grad_norm': 27.1, 'learning_rate': 4.9e-05, 'epoch': 1.0}`; the bar that it interrupts may stand before it. */
function readDictionary(text: string, memory: Memory, emit: Emit): boolean {
  const printed = dictionary.exec(text)?.[0];
  if (printed === undefined) return false;
  const entries = entriesOf(printed);
  const epoch = entries.get('epoch');
  if (epoch === undefined || !Number.isFinite(epoch)) return true;
  memory.preparing = false;
  learnEpochs(epoch, memory, emit);
  const loss = entries.get('loss');
  if (loss !== undefined) readLoss(loss, epoch, entries, memory, emit);
  else if (entries.has('train_runtime')) readEnd(epoch, memory, emit);
  else readEvaluation(epoch, entries, memory, emit);
  return true;
}

/** Numbers by name. Python's own literals, nan and inf, and numpy's wrapped ones. */
function entriesOf(text: string): Map<string, number> {
  const entries = new Map<string, number>();
  for (const [, single, double, quoted, bare] of text.matchAll(entry)) {
    const value = numberOf((quoted ?? bare ?? '').replace(/^(?:np\.\w+|tensor)\((.*)\)$/, '$1'));
    if (value !== null) entries.set((single ?? double)!.replaceAll('\\', ''), value);
  }
  return entries;
}

function readLoss(loss: number, epoch: number, entries: Map<string, number>, memory: Memory, emit: Emit): void {
  memory.ended = false;
  const learningRate = entries.get('learning_rate') ?? null;
  const iteration = stepAt(epoch, memory);
  memory.taken = true;
  if (iteration !== null) {
    memory.restarts.see(iteration, emit);
    emit(iterationOf(loss, { epoch, iteration }, entries));
    return;
  }
  // Without a bar and without totals only whole epochs have a place.
  emit({ ...unknownEpoch, epoch: Math.max(1, Math.ceil(epoch)), loss, learningRate });
}

/** The iteration that an entry of the history with a loss tells of. `epoch` is a number of epochs, with a fraction. */
export function iterationOf(
  loss: number,
  { epoch, iteration }: { readonly epoch: number; readonly iteration: number },
  entries: Map<string, number>,
): IterationRead {
  return {
    ...unknownIteration,
    iteration,
    epoch: Math.max(1, Math.ceil(epoch)),
    loss,
    learningRate: entries.get('learning_rate') ?? null,
    parts: partsOf(entries, ['loss']),
  };
}

/** Where nobody says how many epochs are planned, a whole epoch and the bar beside it do, if that comes out even. */
function learnEpochs(epoch: number, memory: Memory, emit: Emit): void {
  const { steps, step } = memory;
  if (memory.epochs !== null || steps === null || step === null || step === 0 || !Number.isInteger(epoch)) return;
  const epochs = (steps * epoch) / step;
  if (epoch === 0 || !Number.isInteger(epochs)) return;
  memory.epochs = epochs;
  emit({ type: 'plan', plan: { iterations: steps, epochs } });
}

/**
 * The step that a dictionary belongs to. It says only the epoch, rounded to two decimals; with the totals that gives the step to within half a
 * hundredth of an epoch, which the bar makes exact. Without them the bar alone must do: not when two dictionaries came without a bar between
 * them, for then stdout was buffered and the bar has run ahead.
 */
function stepAt(epoch: number, { steps, epochs, step, taken }: Memory): number | null {
  if (steps !== null && epochs !== null) {
    const each = steps / epochs;
    if (step !== null && Math.abs(step - epoch * each) <= each * rounding + 1) return step;
    return Math.max(1, Math.round(epoch * each));
  }
  return step !== null && step > 0 && !taken ? step : null;
}

/** `{'eval_loss': 1.2, 'eval_map': 0.21, 'eval_map_50': 0.38, 'eval_map_square': 0.2, 'eval_runtime': 3.1, 'epoch': 1.0}`. */
function readEvaluation(epoch: number, entries: Map<string, number>, memory: Memory, emit: Emit): void {
  const iteration = memory.steps === null || memory.epochs === null ? memory.step : stepAt(epoch, memory);
  const { boxes } = memory;
  memory.boxes = null;
  const fromTable: [string, number][] =
    boxes === null
      ? []
      : [
          ['eval_map', boxes.map50To95 ?? Number.NaN],
          ['eval_map_50', boxes.map50 ?? Number.NaN],
        ];
  emitEvaluation({ epoch, iteration }, new Map([...fromTable, ...entries]), emit);
}

/** Emits what an entry of the history says of an evaluation. `epoch` is a number of epochs, with a fraction. */
export function emitEvaluation(
  { epoch, iteration }: { readonly epoch: number; readonly iteration: number | null },
  entries: Map<string, number>,
  emit: Emit,
  exact: { readonly exact?: true } = {},
): void {
  const named = (pattern: RegExp): number | undefined => {
    const name = Array.from(entries.keys()).find((key) => pattern.test(key));
    return name === undefined ? undefined : entries.get(name);
  };
  const validationLoss = entries.get('eval_loss');
  if (validationLoss !== undefined) {
    emit({ ...unknownEpoch, epoch: Math.max(1, Math.ceil(epoch)), validationLoss });
  }
  const map50To95 = named(/^eval_(?:bbox_)?map$/i);
  const map50 = named(/^eval_(?:bbox_)?map[_@]?(?:0\.)?50?$/i);
  if (map50To95 === undefined && map50 === undefined) return;
  const classes = classesOf(entries);
  if (classes.length > 0) emit({ type: 'classes', classes });
  const whole = Number.isInteger(epoch);
  emit({
    ...unknownEvaluation,
    ...exact,
    iteration,
    // Several evaluations in an epoch are told apart by their step.
    epoch: whole || iteration === null ? Math.max(1, Math.ceil(epoch)) : null,
    map50: metricOf(map50),
    map50To95: metricOf(map50To95),
  });
}

function classesOf(entries: Map<string, number>): ClassResult[] {
  return Array.from(entries).flatMap(([key, value]) => {
    const name = /^eval_map_(?!(?:50|75|small|medium|large|per_class)$)(.+)$/.exec(key)?.[1];
    return name === undefined ? [] : [{ name, ap: metricOf(value), truePositives: null, falsePositives: null }];
  });
}

/** `{'train_runtime': 120.1, ... 'epoch': 3.0}` comes however the training ended; its own early stopping says nothing. */
function readEnd(epoch: number, memory: Memory, emit: Emit): void {
  const early =
    memory.epochs === null
      ? memory.step !== null && memory.steps !== null && memory.step < memory.steps
      : epoch < memory.epochs - rounding;
  memory.ended = true;
  emit({ type: 'ended', how: early ? 'early-stop' : 'complete' });
}

/** ` 10%|█         | 50/500 [00:12<01:50,  4.07it/s]`: the first bar without a name is the training's, others are of evaluations. */
function readBar(text: string, memory: Memory): boolean {
  const match = bar.exec(text);
  if (match === null) return false;
  const [, named, doneText, totalText, unit] = match;
  if ((named !== undefined && named !== '') || unit === undefined) return true;
  const done = Number(doneText);
  const total = Number(totalText);
  const prepared = memory.preparing && memory.step === memory.steps && total !== memory.steps;
  if (memory.steps === null || memory.ended || prepared) {
    memory.steps = total;
    memory.step = null;
    memory.ended = false;
  }
  if (total !== memory.steps || done === memory.step) return true;
  memory.step = done;
  memory.taken = false;
  return true;
}

function readNotice(text: string, memory: Memory): boolean {
  const total = /^(?:\[INFO\|trainer\.py:\d+\] \S+ \S+ >>)? *(Num Epochs|Total optimization steps) = ([\d,]+)$/.exec(
    text,
  );
  if (total !== null) {
    const count = Number(total[2]!.replaceAll(',', ''));
    if (total[1] === 'Num Epochs') memory.epochs = count;
    else {
      memory.preparing = false;
      memory.steps = count;
      memory.held.hold({
        type: 'plan',
        plan: { iterations: count, ...(memory.epochs === null ? {} : { epochs: memory.epochs }) },
      });
    }
    return true;
  }
  const resumed = /Continuing training from global step (\d+)$/.exec(text)?.[1];
  if (resumed !== undefined) {
    memory.restarts.expectResume();
    memory.held.hold({ type: 'resumed', at: Number(resumed) });
    return true;
  }
  const path = /Saving model checkpoint to (.+)$/.exec(text)?.[1];
  if (path === undefined) return false;
  const step = /checkpoint-(\d+)\/?$/.exec(path)?.[1];
  const at = step === undefined ? memory.step : Number(step);
  memory.held.hold({ type: 'checkpoint', path, at, role: step === undefined ? 'final' : 'numbered' });
  return true;
}

/** Half a unit of the second decimal. */
const rounding = 0.006;
const epochKey = ascii("'epoch': ");
const dictionary = /\{'(?:loss|eval_[^']*|train_runtime)': .*'epoch': '?[\d.]+'?[^{}]*\}\s*$/;
const entry = /(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"): (?:'([^']*)'|((?:np\.\w+|tensor)\([^)]*\)|[^,}\s]+))/g;
/** Everything of a number is followed by something, so none can be cut off. Bars of a preparation count other things than steps (`ba/s`, `examples/s`). */
const bar = /^(?:\s*|(\S.*): ?)\s*\d+%(?:\|.*\|)? (\d+)\/(\d+) \[(?:[^\]]*(it\/s|s\/it))?/;
const chatter =
  /^(?:(?:\[INFO\|trainer\.py:\d+\] \S+ \S+ >>)? *(?:\*{5} Running (?:training|Evaluation|Prediction) \*{5}|Num examples|Instantaneous batch size|Total train batch size|Gradient Accumulation steps|Number of trainable parameters|Batch size)|\[INFO\||Configuration saved in|Model weights saved in|Image processor saved in|Deleting older checkpoint|Training completed\. |Loading best model from |\*{5} (?:train|eval|test) metrics \*{5}| {2}\w+ += |\s*$)/;
