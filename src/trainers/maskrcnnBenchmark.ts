import { ascii, indexOf } from '../log/formats/fields.ts';
import type { Line } from '../log/lines/line.ts';
import { boxesOf, cocoChatter } from './formats/coco.ts';
import { createTextReader } from './formats/textReader.ts';
import { habitsOf } from './kit/habits.ts';
import { createHeld, type Held } from './kit/held.ts';
import { readByKind } from './kit/lineRules.ts';
import { finiteOf, numberOf } from './kit/numbers.ts';
import { durationOf, metricOf, numberPattern, partsOf, unknownEvaluation, unknownIteration } from './kit/printed.ts';
import type { Emit, Trainer, TrainerReader } from './trainer.ts';

/** maskrcnn-benchmark, and what was made from it (FCOS, ATSS). Source: engine/trainer.py, utils/checkpoint.py. */
export const maskrcnnBenchmark = loggedTrainer('maskrcnn-benchmark', 'maskrcnn-benchmark, FCOS', {
  logger: 'maskrcnn_benchmark.trainer INFO: ',
  period: 'SOLVER.CHECKPOINT_PERIOD, 2500 by default',
});

/** lufficc's SSD, whose engine is maskrcnn-benchmark's. Source: ssd/engine/trainer.py. */
export const ssd = loggedTrainer('ssd', "lufficc's SSD", {
  logger: 'SSD.trainer INFO: ',
  period: '--save_step, 2500 by default',
});

/** What differs between the two. */
interface Own {
  /** Of the lines of its iterations. */
  readonly logger: string;
  /** The iterations between two saves, in words. */
  readonly period: string;
}

function loggedTrainer(name: string, title: string, { logger, period }: Own): Trainer {
  const word = ascii(logger);
  return {
    names: [name],
    title,
    recognise: (line: Line) => {
      if (indexOf(line, word) === -1 || iterationWords.every((each) => indexOf(line, each) === -1)) return null;
      const message = messageOf(line.text()) ?? '';
      return iterationLine.test(message) || firstLine.test(message) ? name : null;
    },
    createReader,
    habits: habitsOf('iterations', 1, {
      saves: `every so many iterations (${period}) as model_NNNNNN.pth, optimizer included, and model_final.pth at its end`,
      interrupt: 'SIGINT ends it at once with a traceback: everything since the last checkpoint is lost.',
      terminate: 'SIGTERM ends it at once without a word: everything since the last checkpoint is lost.',
      resume: 'It goes on from the checkpoint that last_checkpoint names when the same command is started again.',
      earlyStopping: 'It has none.',
      safeMoment: 'as soon as iterations are printed again after "Saving checkpoint to"',
    }),
  };
}

interface Memory {
  iteration: number | null;
  /** The training that is about to start has no save to go on from. */
  fresh: boolean;
  readonly held: Held;
}

function createReader(): TrainerReader {
  const memory: Memory = { iteration: null, fresh: false, held: createHeld() };
  return createTextReader({
    readText: (text, emit) => {
      const message = messageOf(text);
      if (message !== null) {
        readByKind([readIteration, readFirst, readFigures, readSave, readCourse], message, memory, emit);
        return true;
      }
      return readByKind([readFigures, readPlan], text, memory, emit) || chatter.test(text);
    },
    release: memory.held.release,
    readTable: (summary, emit) => {
      const boxes = boxesOf(summary);
      if (boxes !== null && memory.iteration !== null)
        emit({ ...unknownEvaluation, iteration: memory.iteration, ...boxes });
    },
  });
}

/** What stands behind `2019-05-31 07:57:47,793 maskrcnn_benchmark.trainer INFO: `; null without such a beginning. */
function messageOf(text: string): string | null {
  const match = /^.{0,64}?\b(?:maskrcnn_benchmark|fcos_core|atss_core|SSD)[\w.]* [A-Z]+:(?: (.*))?$/.exec(text);
  return match === null ? null : (match[1] ?? '');
}

/**
 * `eta: 5 days, 22:13:05  iter: 20  loss: 2.3235 (2.9695)  loss_cls: 0.5318 (0.5656) ...  lr: 0.000833  max mem: 5004`,
 * and `iter: 000010, lr: 0.00035, total_loss: 29.709 (29.709), ... eta: 2 days, 18:45:28, mem: 8487M`: the median of
 * the last 20 iterations, in brackets the mean of all.
 */
function readIteration(message: string, memory: Memory, emit: Emit): boolean {
  const match = iterationLine.exec(message);
  if (match === null) return false;
  const meters = new Map(Array.from(message.matchAll(meter), ([, name, median]) => [name!, numberOf(median!)!]));
  const loss = meters.get('total_loss') ?? meters.get('loss');
  if (loss === undefined) return true;
  memory.iteration = Number(match[1]);
  const eta = /\beta: ((?:\d+ days?, )?\d+:\d\d:\d\d)/.exec(message)?.[1];
  emit({
    ...unknownIteration,
    iteration: memory.iteration,
    loss,
    learningRate: finiteOf(/\blr: (\d\.\d{5,6})(?=[, ])/.exec(message)?.[1] ?? ''),
    seconds: meters.get('time') ?? null,
    remaining: eta === undefined ? null : durationOf(eta),
    parts: partsOf(meters, ['loss', 'total_loss']),
  });
  return true;
}

/** `Iter: 000010, Lr: 0.00069, Cost: 6.79s, Eta: 11:18:23, Loss: 16.110, Regression Loss 2.962, ...`: SSD of 2018. */
function readFirst(message: string, memory: Memory, emit: Emit): boolean {
  const match = firstLine.exec(message);
  if (match === null) return false;
  const [, iteration, rate, eta, ...losses] = match;
  const [loss = Number.NaN, reg = Number.NaN, cls = Number.NaN] = losses.map((each) => numberOf(each)!);
  memory.iteration = Number(iteration);
  emit({
    ...unknownIteration,
    iteration: memory.iteration,
    loss,
    learningRate: finiteOf(rate!),
    remaining: durationOf(eta!),
    parts: { reg, cls },
  });
  return true;
}

/** `OrderedDict([('bbox', OrderedDict([('AP', 0.374), ('AP50', 0.588), ...`, and `mAP: 0.7712` of Pascal VOC. */
function readFigures(message: string, { iteration }: Memory, emit: Emit): boolean {
  const boxes = /^OrderedDict\(\[\('bbox', OrderedDict\(\[(.*?)\]\)/.exec(message)?.[1];
  const voc = /^mAP: (0\.\d{4}|1\.0000)$/.exec(message)?.[1];
  if (boxes === undefined && voc === undefined) return false;
  if (iteration === null) return true;
  const figure = (name: string) => {
    const value = new RegExp(String.raw`\('${name}', (?:np\.float64\()?(${numberPattern})\)`).exec(boxes ?? '')?.[1];
    return metricOf(numberOf(value ?? '') ?? undefined);
  };
  const map50 = voc === undefined ? figure('AP50') : numberOf(voc);
  emit({ ...unknownEvaluation, iteration, map50, map50To95: voc === undefined ? figure('AP') : null });
  return true;
}

function readSave(message: string, { iteration }: Memory, emit: Emit): boolean {
  const path = /^Saving checkpoint to (.+\.pth)$/.exec(message)?.[1];
  if (path === undefined) return false;
  const number = /_(\d{6,7})\.pth$/.exec(path)?.[1];
  const isFinal = path.endsWith('model_final.pth');
  const at = number === undefined ? iteration : Number(number);
  emit({ type: 'checkpoint', path, at, role: isFinal ? 'final' : 'numbered' });
  return true;
}

function readCourse(message: string, memory: Memory, emit: Emit): boolean {
  const isFresh = message.startsWith('No checkpoint found');
  if (isFresh || message.startsWith('Loading checkpoint from ')) {
    memory.fresh = isFresh;
    return true;
  }
  if (message.startsWith('Start training')) {
    if (memory.iteration !== null) emit({ type: 'resumed', at: memory.fresh ? 0 : null });
    return true;
  }
  if (!message.startsWith('Total training time: ')) return false;
  emit({ type: 'ended', how: 'complete' });
  return true;
}

/** `  MAX_ITER: 120000` in the configuration that is printed first. */
function readPlan(text: string, memory: Memory, emit: Emit): boolean {
  const iterations = /^ +MAX_ITER: (\d+)$/.exec(text)?.[1];
  const steps = /^ +(?:LR_)?STEPS: [[(](\d+(?:, \d+)*),?[\])]$/.exec(text)?.[1];
  // More digits may follow.
  if (iterations !== undefined) memory.held.hold({ type: 'plan', plan: { iterations: Number(iterations) } });
  if (steps !== undefined) emit({ type: 'plan', plan: { steps: steps.split(', ').map(Number), schedule: 'steps' } });
  return iterations !== undefined || steps !== undefined || /^ *[A-Z][A-Z_\d]*:(?: .*)?$/.test(text);
}

const iterationWords = ['iter: ', 'Iter: '].map(ascii);
const iterationLine = /(?:^|\s)iter: (\d+)[, ]/;
const firstLoss = String.raw`(\d+\.\d{3}|nan|inf)`;
const firstLine = new RegExp(
  String.raw`^Iter: (\d+), Lr: (\d\.\d{5}), Cost: [\d.]+s, Eta: ([^,]{1,20}(?:, [\d:]+)?), Loss: ${firstLoss}, Regression Loss ${firstLoss}, Classification Loss: ${firstLoss}$`,
);
const meter = new RegExp(String.raw`(?:^|\s)([a-z]\w*): (${numberPattern}) \(${numberPattern}\)`, 'g');
const chatter = new RegExp(String.raw`^(?:${cocoChatter}|\s*\d+%\||[a-z]+ +: [\d.]+$|\s*$)`);
