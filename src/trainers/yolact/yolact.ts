import { indexOf, ascii, startsWith } from '../../log/formats/fields.ts';
import { createTextReader } from '../formats/textReader.ts';
import { habitsOf } from '../kit/habits.ts';
import { readByKind } from '../kit/lineRules.ts';
import { fractionOf, numberOf } from '../kit/numbers.ts';
import { durationOf, numberPattern, unknownEvaluation, unknownIteration } from '../kit/printed.ts';
import { createRestarts, type Restarts } from '../kit/restarts.ts';
import type { Emit, Trainer, TrainerReader } from '../trainer.ts';
import { logFile } from './logFile.ts';
import { partsOf } from './parts.ts';

const habits = habitsOf('iterations', 0, {
  saves: 'every 10000 iterations (--save_interval) as weights/CONFIG_EPOCH_ITERATION.pth, weights only',
  interrupt:
    'SIGINT saves the weights as CONFIG_EPOCH_ITERATION_interrupt.pth and ends it, unless --no_interrupt is set.',
  terminate: 'SIGTERM ends it at once without a word: everything since the last save is lost.',
  resume: 'It goes on from weights with --resume=PATH --start_iter=-1; the optimizer starts anew.',
  earlyStopping: 'It has none.',
  safeMoment: 'as soon as iterations are printed again after "Saving state"',
});

/** YOLACT and YOLACT++. Iterations and epochs are 0-based, a mAP is a percentage. Source: its train.py and eval.py. */
export const yolact: Trainer = {
  names: ['yolact'],
  title: 'YOLACT',
  recognise: (line) =>
    startsWith(line, bracket) && indexOf(line, bars) !== -1 && iterationLine.test(line.text()) ? 'yolact' : null,
  createReader,
  resultFiles: [logFile],
  habits,
};

interface Memory {
  iteration: number | null;
  epoch: number | null;
  readonly restarts: Restarts;
}

function createReader(): TrainerReader {
  const memory: Memory = { iteration: null, epoch: null, restarts: createRestarts() };
  return createTextReader({
    readText: (text, emit) =>
      readByKind([readIteration, readBoxes, readSave], text, memory, emit) || chatter.test(text),
  });
}

/** `[ 36]    3830 || B: 2.026 | C: 1.975 | M: 1.067 | S: 0.031 | T: 5.099 || ETA: 2 days, 20:34:07 || timer: 0.255`. */
function readIteration(text: string, memory: Memory, emit: Emit): boolean {
  const match = iterationLine.exec(text);
  if (match === null) return false;
  const [, epoch, printed, losses, eta, seconds] = match;
  const values = Array.from(losses!.matchAll(lossField), ([, name, value]) => [name!, numberOf(value!)!] as const);
  const total = values.find(([name]) => name === 'T');
  if (total === undefined) return true;
  const iteration = Number(printed) + 1;
  memory.restarts.see(iteration, emit);
  memory.iteration = iteration;
  memory.epoch = Number(epoch) + 1;
  emit({
    ...unknownIteration,
    iteration,
    epoch: memory.epoch,
    loss: total[1],
    seconds: Number(seconds),
    remaining: durationOf(eta!),
    parts: partsOf(values),
  });
  return true;
}

/** `   box | 72.13 | 89.55 | 89.43 | ...`: the mean over all thresholds, then that of 0.50. */
function readBoxes(text: string, { iteration, epoch }: Memory, emit: Emit): boolean {
  const match = /^ *box \| *(\d+\.\d\d) \| *(\d+\.\d\d) \|(?: *\d+\.\d\d \|){9}$/.exec(text);
  if (match === null) return /^ *mask \|/.test(text);
  const [, all, half] = match;
  emit({ ...unknownEvaluation, iteration, epoch, map50: fractionOf(half!), map50To95: fractionOf(all!) });
  return true;
}

function readSave(text: string, { iteration }: Memory, emit: Emit): boolean {
  const saved = /^Saving state, iter: (\d+)$/.exec(text)?.[1];
  if (saved !== undefined) {
    emit({ type: 'checkpoint', path: `weights/*_${saved}.pth`, at: Number(saved), role: 'last' });
    return true;
  }
  if (!text.startsWith('Stopping early. Saving network...')) return false;
  if (iteration !== null)
    emit({ type: 'checkpoint', path: `weights/*_${iteration - 1}_interrupt.pth`, at: iteration, role: 'last' });
  emit({ type: 'ended', how: 'interrupted' });
  return true;
}

const bracket = ascii('[');
const bars = ascii(' || ');
const number = `(?:${numberPattern})`;
const iterationLine = new RegExp(
  String.raw`^\[ *(\d+)\] +(\d+) \|\| ((?:[A-Z]: ${number} \| )*[A-Z]: ${number}) \|\| ETA: (.+?) \|\| timer: (\d+\.\d{3})\s*$`,
);
const lossField = new RegExp(String.raw`([A-Z]): (${numberPattern})`, 'g');
const chatter =
  /^(?:Begin training!|Computing validation mAP|Calculating mAP|Initializing weights|Multiple GPUs|Per-GPU batch size|Scaling parameters|loading annotations|Done \(t=|creating index|index created| *\|  all  \||-+\+|Resuming training|\s*$)/;
