import { ascii, indexOf } from '../log/formats/fields.ts';
import type { Line } from '../log/lines/line.ts';
import type { Plan } from '../run/events.ts';
import { createTextReader } from './formats/textReader.ts';
import { habitsOf } from './kit/habits.ts';
import { readByKind } from './kit/lineRules.ts';
import { numberOf } from './kit/numbers.ts';
import { durationOf, unknownEpoch } from './kit/printed.ts';
import { createRestarts, type Restarts } from './kit/restarts.ts';
import type { Emit, ResultFile, Trainer, TrainerReader } from './trainer.ts';

/** The file of its logger, in a directory named after the minute in which it was started. Source: lib/logger.py. */
const logFile: ResultFile = {
  name: 'log.txt',
  patterns: ['logs_*/log.txt', 'log.txt'],
  isCommonName: true,
  grammar: {
    trainer: 'centernet',
    recognise: (line) => indexOf(line, epochWord) !== -1 && epochLine.test(line.text()),
    createReader: () => {
      const restarts = createRestarts();
      return { read: (line, emit) => readEpochLine(line.text(), restarts, emit) || line.start === line.end };
    },
  },
};

/**
 * xingyizhou's CenterNet, and what trains with its code (CenterTrack, FairMOT). Epochs are 1-based; the losses are
 * means of the epoch so far. It measures no mAP while it trains. Source: src/main.py, lib/trains/base_trainer.py.
 */
export const centernet: Trainer = {
  names: ['centernet'],
  title: 'CenterNet, CenterTrack, FairMOT',
  recognise: (line: Line) => (indexOf(line, totalWord) !== -1 && barLine.test(line.text()) ? 'centernet' : null),
  createReader,
  resultFiles: [logFile],
  habits: habitsOf('epochs', 1, {
    saves:
      'every epoch as model_last.pth, optimizer included, and model_best.pth after a validation (--val_intervals, 5 by default) with a lower loss',
    interrupt: 'SIGINT ends it at once with a traceback: the current epoch is lost.',
    terminate: 'SIGTERM ends it at once without a word: the current epoch is lost.',
    resume: 'It goes on from model_last.pth with --resume.',
    earlyStopping: 'It has none.',
    safeMoment: 'as soon as the bar of the next epoch, or of the validation, is drawn',
    toEvaluate: 'It measures no mAP while it trains: test model_best.pth by hand with its test.py.',
  }),
};

interface Memory {
  /** `1 train`: whose bar has come to its end. */
  finished: string;
  readonly restarts: Restarts;
}

function createReader(): TrainerReader {
  const memory: Memory = { finished: '', restarts: createRestarts() };
  return createTextReader({
    readText: (text, emit) => readByKind([readBar, readCourse], text, memory, emit) || chatter.test(text),
  });
}

/**
 * `ctdet/coco |####    | train: [125][0/6]|Tot: 0:00:00 |ETA: 0:00:02 |loss 102.2282 |hm_loss 99.6916 |wh_loss 20.2657
 * |off_loss 0.5100 |Data 0.001s(0.063s) |Net 0.140s`, whose count of batches is 0-based.
 */
function readBar(text: string, memory: Memory, emit: Emit): boolean {
  const match = barLine.exec(text);
  if (match === null) return false;
  const [, label, phase, printed, done, total, elapsed, fields] = match;
  const losses = lossesOf(Array.from(fields!.matchAll(barField), ([, name, value]) => [name!, numberOf(value!)!]));
  if (losses === null) return true;
  const [epoch, batch, batches] = [Number(printed), Number(done) + 1, Number(total)];
  const isOver = batch >= batches;
  const name = `${epoch} ${phase}`;
  const { loss, parts } = losses;
  if (phase === 'val') {
    if (isOver && name !== memory.finished)
      emit({ ...unknownEpoch, epoch, validationLoss: loss, validationParts: parts });
  } else {
    memory.restarts.see(epoch, emit);
    emit({ type: 'progress', epoch, batch, batches, loss, parts, elapsed: durationOf(elapsed!) });
    if (isOver && name !== memory.finished) {
      emit({ ...unknownEpoch, epoch, loss, seconds: durationOf(elapsed!), parts });
      emit({ type: 'checkpoint', path: `exp/${label}/model_last.pth`, at: epoch, role: 'last' });
    }
  }
  if (isOver) memory.finished = name;
  return true;
}

/**
 * `2020-09-04-03-55: epoch: 5 |loss 2.466061 | hm_loss 2.017973 | ... | time 41.450000 | loss 2.432591 | ... | time
 * 4.016667 | `: the losses and the minutes of the epoch, and behind them those of its validation where there was one.
 */
function readEpochLine(text: string, restarts: Restarts, emit: Emit): boolean {
  const match = epochLine.exec(text);
  if (match === null) return false;
  const fields = Array.from(match[2]!.matchAll(fileField), ([, name, value]) => [name!, numberOf(value!)!] as const);
  const end = fields.findIndex(([name]) => name === 'time') + 1;
  const trained = lossesOf(end === 0 ? fields : fields.slice(0, end));
  if (trained === null) return true;
  const validated = end === 0 ? null : lossesOf(fields.slice(end));
  const epoch = Number(match[1]);
  restarts.see(epoch, emit);
  emit({
    ...unknownEpoch,
    epoch,
    ...trained,
    seconds: end === 0 ? null : fields[end - 1]![1] * 60,
    ...(validated === null ? {} : { validationLoss: validated.loss, validationParts: validated.parts }),
  });
  return true;
}

/** The total and its parts; null where the total, which stands first, was cut off. */
function lossesOf(fields: Iterable<readonly [string, number]>): { loss: number; parts: Record<string, number> } | null {
  let loss: number | null = null;
  const parts: Record<string, number> = {};
  for (const [name, value] of fields) {
    if (name === 'loss' || name === 'tot') loss = value;
    else if (name !== 'time') parts[name.replace(/_loss$/, '')] = value;
  }
  return loss === null ? null : { loss, parts };
}

/** What it was started with, and `Drop LR to 1.25e-05`. */
function readCourse(text: string, _memory: Memory, emit: Emit): boolean {
  if (text.startsWith('Drop LR to ')) {
    emit({ type: 'regime', at: null, label: 'learning rate dropped' });
    return true;
  }
  const isOptions = /^Namespace\(.*\bval_intervals=.*\)$/.test(text);
  if (isOptions) emit({ type: 'plan', plan: planOf(text) });
  return isOptions;
}

function planOf(options: string): Partial<Plan> {
  const epochs = /\bnum_epochs=(\d+),/.exec(options)?.[1];
  const batch = /\bbatch_size=(\d+),/.exec(options)?.[1];
  const steps = /\blr_step=\[([\d, ]*)\]/.exec(options)?.[1];
  return {
    ...(epochs === undefined ? {} : { epochs: Number(epochs) }),
    ...(batch === undefined ? {} : { batch: Number(batch) }),
    ...(steps === undefined || steps === '' ? {} : { schedule: 'steps', steps: steps.split(',').map(Number) }),
  };
}

const totalWord = ascii(']|Tot: ');
const barLine =
  /(?:^|\r)\s*([\w./-]{1,200}?)(?: \|[^|]{0,400}\|)?\|? (train|val): \[(\d+)\]\[(\d+)\/(\d+)\]\|Tot: ([^|]{1,30}?) \|ETA: [^|]{1,30} (\|.*)$/;
const barField = /\|([a-z]\w*) (-?\d+\.\d{4}|nan|inf)(?= |$)/g;
const epochWord = ascii(': epoch: ');
const epochLine = /^\d{4}-\d\d-\d\d-\d\d-\d\d: epoch: (\d+) \| ?((?:loss|tot) .*)$/;
const fileField = /([a-z]\w*) +(-?\d+\.\d{6}|nan|inf) \|/g;
const chatter =
  /^(?:Using tensorboardX|Creating model\.\.\.|Setting up data\.\.\.|Starting training\.\.\.|The output will be saved to|Fix size testing|training chunk_sizes|heads |==> |loaded .+, epoch \d+$|Resumed optimizer|Skip loading parameter|Drop parameter|No param|Loaded \w+ \d+ samples|loading annotations|Done \(t=|creating index|index created|\s*$)/;
