import { boxesOf } from '../formats/coco.ts';
import { createTextReader } from '../formats/textReader.ts';
import { createHeld, type Held } from '../kit/held.ts';
import { numberOf } from '../kit/numbers.ts';
import { unknownEpoch } from '../kit/printed.ts';
import { createRestarts, type Restarts } from '../kit/restarts.ts';
import type { Emit, TrainerReader } from '../trainer.ts';
import { tellsJitCheckpoint } from './jitCheckpoint.ts';
import { emitEvaluation, iterationOf } from './history.ts';

interface Memory {
  /** Steps of the whole training and its epochs, as far as they are known. */
  steps: number | null;
  epochs: number | null;
  /** Where the training's bar is, and whether a loss was put there already. */
  step: number | null;
  taken: boolean;
  /** No dictionary has come yet, so that the bar may be one of what is done before the training. */
  preparing: boolean;
  ended: boolean;
  /** What a COCO table said: the dictionary that follows says where. */
  boxes: ReturnType<typeof boxesOf>;
  readonly held: Held;
  readonly restarts: Restarts;
}

/** Reads the console of Hugging Face's Trainer. */
export function createReader(): TrainerReader {
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

/**
 * `{'loss': 1.6042, 'grad_norm': 27.1, 'learning_rate': 4.9e-05, 'epoch': 1.0}`; the bar that it interrupts may stand
 * before it.
 */
function readDictionary(text: string, memory: Memory, emit: Emit): boolean {
  const printed = dictionaryIn(text);
  if (printed === null) return false;
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

/**
 * Where the number of planned epochs is not printed, it follows from a whole epoch and the bar beside it, if it is an
 * integer.
 */
function learnEpochs(epoch: number, memory: Memory, emit: Emit): void {
  const { steps, step } = memory;
  if (memory.epochs !== null || steps === null || step === null || step === 0 || !Number.isInteger(epoch)) return;
  const epochs = (steps * epoch) / step;
  if (epoch === 0 || !Number.isInteger(epochs)) return;
  memory.epochs = epochs;
  emit({ type: 'plan', plan: { iterations: steps, epochs } });
}

/**
 * The step that a dictionary belongs to. It says only the epoch, rounded to two decimals; with the totals that gives
 * the step to within half a hundredth of an epoch, which the bar makes exact. Without them the bar alone must do: not
 * when two dictionaries came without a bar between them, for then stdout was buffered and the bar has run ahead.
 */
function stepAt(epoch: number, { steps, epochs, step, taken }: Memory): number | null {
  if (steps !== null && epochs !== null) {
    const each = steps / epochs;
    if (step !== null && Math.abs(step - epoch * each) <= each * rounding + 1) return step;
    return Math.max(1, Math.round(epoch * each));
  }
  return step !== null && step > 0 && !taken ? step : null;
}

/**
 * `{'eval_loss': 1.2, 'eval_map': 0.21, 'eval_map_50': 0.38, 'eval_map_square': 0.2, 'eval_runtime': 3.1, 'epoch':
 * 1.0}`.
 */
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

/**
 * `{'train_runtime': 120.1, ... 'epoch': 3.0}` comes however the training ended; its own early stopping says nothing.
 */
function readEnd(epoch: number, memory: Memory, emit: Emit): void {
  const early =
    memory.epochs === null
      ? memory.step !== null && memory.steps !== null && memory.step < memory.steps
      : epoch < memory.epochs - rounding;
  memory.ended = true;
  emit({ type: 'ended', how: early ? 'early-stop' : 'complete' });
}

/**
 * ` 10%|█         | 50/500 [00:12<01:50,  4.07it/s]`: the first bar without a name is the training's, others are of
 * evaluations.
 */
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
  if (tellsJitCheckpoint(text)) {
    memory.held.hold({ type: 'plan', plan: { savesOnTerminate: true } });
    return true;
  }
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
const entry =
  /(?:'((?:[^'\\]|\\.){0,200})'|"((?:[^"\\]|\\.){0,200})"): (?:'([^']*)'|((?:np\.\w+|tensor)\([^)]{0,200}\)|[^,}\s]+))/g;
/**
 * Everything of a number is followed by something, so none can be cut off. Bars of a preparation count other things
 * than steps (`ba/s`, `examples/s`).
 */
const bar = /^(?:(\S[^|]*): ?)?\s*\d+%(?:\|.*\|)? (\d+)\/(\d+) \[(?:[^\]]*(it\/s|s\/it))?/;
const chatter =
  /^(?:(?:\[INFO\|trainer\.py:\d+\] \S+ \S+ >>)? *(?:\*{5} Running (?:training|Evaluation|Prediction) \*{5}|Num examples|Instantaneous batch size|Total train batch size|Gradient Accumulation steps|Number of trainable parameters|Batch size)|\[INFO\||Configuration saved in|Model weights saved in|Image processor saved in|Deleting older checkpoint|Training completed\. |Loading best model from |\*{5} (?:train|eval|test) metrics \*{5}| {2}\w+ += |\s*$)/;
/** What it logs of a step, an evaluation or the end, with which the line ends; null where there is none. */
export function dictionaryIn(text: string): string | null {
  const start = text.search(/\{'(?:loss|eval_[^']*|train_runtime)': /);
  if (start === -1) return null;
  const printed = text.slice(start).trimEnd();
  const last = printed.slice(Math.max(printed.lastIndexOf('{'), printed.lastIndexOf('}', printed.length - 2)));
  return printed.endsWith('}') && /'epoch': '?[\d.]/.test(last) ? printed : null;
}
