import { ascii, startsWith } from '../log/formats/fields.ts';
import { tableGrammar } from './formats/results/tableFile.ts';
import { createTextReader } from './formats/textReader.ts';
import { habitsOf } from './kit/habits.ts';
import { createHeld, type Held } from './kit/held.ts';
import { readByKind } from './kit/lineRules.ts';
import { finiteOf, numberOf } from './kit/numbers.ts';
import { durationOf, metricOf, unknownEpoch, unknownEvaluation } from './kit/printed.ts';
import { createRestarts, type Restarts } from './kit/restarts.ts';
import type { Emit, Trainer, TrainerReader } from './trainer.ts';

/**
 * fastai and what trains with it (IceVision): a table with a row for each epoch, 0-based, 1-based before fastai 1.0.50.
 * `fine_tune` draws a second table, which is another training in the same log. Source: fastai/callback/progress.py,
 * fastprogress.py; icevision/engines/fastai.
 */
export const fastai: Trainer = {
  names: ['fastai'],
  title: 'fastai, IceVision',
  recognise: (line) => (startsWith(line, epochWord) && headerLine.test(line.text()) ? 'fastai' : null),
  createReader,
  resultFiles: [
    {
      name: 'history.csv',
      patterns: ['history.csv'],
      grammar: tableGrammar('fastai', (header) => /^epoch,train_loss,valid_loss\b/.test(header), 0),
    },
  ],
  habits: habitsOf('epochs', 0, {
    saves: 'only where a SaveModelCallback does: a better model, or with every_epoch one for each',
    interrupt: 'SIGINT ends it at once with a traceback: everything that no callback saved is lost.',
    terminate: 'SIGTERM ends it at once without a word: everything that no callback saved is lost.',
    resume: 'It goes on from saved weights with learn.load and start_epoch; the schedule starts anew otherwise.',
    earlyStopping: 'EarlyStoppingCallback is off unless configured; it says "No improvement since epoch".',
    safeMoment: 'in the middle of an epoch: callbacks save when it ends',
  }),
};

interface Memory {
  /** The columns of the table that is being drawn. */
  columns: readonly string[];
  /** What the table calls its first epoch. */
  from: 0 | 1 | null;
  epoch: number | null;
  epochs: number | null;
  readonly held: Held;
  readonly restarts: Restarts;
}

function createReader(): TrainerReader {
  const memory: Memory = {
    columns: [],
    from: null,
    epoch: null,
    epochs: null,
    held: createHeld(),
    restarts: createRestarts(),
  };
  return createTextReader({
    readText: (text, emit) =>
      readByKind([readHeader, readRow, readBar, readCourse], text, memory, emit) || chatter.test(text),
    release: memory.held.release,
  });
}

function readHeader(text: string, memory: Memory, _emit: Emit): boolean {
  if (!headerLine.test(text)) return false;
  memory.columns = cellsOf(text);
  memory.from = null;
  return true;
}

/** `0         1.940700    1.267195    0.000069    00:12`. A row that lacks a cell says nothing certain. */
function readRow(text: string, memory: Memory, emit: Emit): boolean {
  const printed = /^(\d{1,6}) {2}/.exec(text)?.[1];
  if (printed === undefined || memory.columns.length === 0) return false;
  const cells = cellsOf(text);
  if (cells.length !== memory.columns.length) return true;
  const cell = (name: RegExp) => cells[memory.columns.findIndex((column) => name.test(column))];
  memory.from ??= Number(printed) === 1 ? 1 : 0;
  const epoch = Number(printed) + (memory.from === 0 ? 1 : 0);
  if (epoch === memory.epoch) return true;
  memory.restarts.see(epoch, emit);
  memory.epoch = epoch;
  const say: Emit = wholeEnd.test(text) ? emit : memory.held.hold;
  say({
    ...unknownEpoch,
    epoch,
    loss: numberOf(cell(/^train_loss$/) ?? ''),
    validationLoss: numberOf(cell(/^valid_loss$/) ?? ''),
    seconds: durationOf(cell(/^time$/) ?? ''),
  });
  const map50 = metricOf(finiteOf(cell(map50Name) ?? '') ?? undefined);
  const map50To95 = metricOf(finiteOf(cell(mapName) ?? '') ?? undefined);
  if (map50 !== null || map50To95 !== null) say({ ...unknownEvaluation, epoch, map50, map50To95 });
  if (epoch === memory.epochs) say({ type: 'ended', how: 'complete' });
  return true;
}

/** `Epoch 3/20 : |███-----| 15.00% [3/38 00:21<01:59 0.6412]`, of the training and of the validation. */
function readBar(text: string, memory: Memory, emit: Emit): boolean {
  const match = barLine.exec(text);
  if (match === null) return false;
  const [, printed, epochs, done, total] = match;
  if (memory.epochs !== Number(epochs)) {
    memory.epochs = Number(epochs);
    emit({ type: 'plan', plan: { epochs: memory.epochs } });
  }
  const epoch = Number(printed);
  if (epoch > 0 && epoch !== memory.epoch) {
    // The smoothed training loss, beside either bar.
    const loss = numberOf(/ (\S+)\]\s*$/.exec(text)?.[1] ?? '');
    emit({ type: 'progress', epoch, batch: Number(done), batches: Number(total), loss });
  }
  return true;
}

function readCourse(text: string, memory: Memory, emit: Emit): boolean {
  if (/^Better model found at epoch \d+ with \S+ value: /.test(text)) {
    emit({ type: 'checkpoint', path: 'models/model.pth', at: memory.epoch, role: 'best' });
    return true;
  }
  if (!/^No improvement since epoch \d+: early stopping$/.test(text)) return false;
  memory.held.hold({ type: 'ended', how: 'early-stop' });
  return true;
}

/** Columns stand two blanks apart; a metric may have a name of several words. */
function cellsOf(text: string): readonly string[] {
  return text
    .trim()
    .split(/ {2,}/)
    .map((cell) => cell.trim());
}

const epochWord = ascii('epoch ');
const headerLine = /^epoch {2,}train_loss {2,}valid_loss(?: {2,}|$)/;
const barLine = /^ ?Epoch (\d+)\/(\d+) ?: \|[^|]{0,400}\| [\d.]+% \[(\d+)\/(\d+) /;
/** A row that ends so was not cut off: a time, or a figure with all six of its decimals. */
const wholeEnd = / (?:\d\d:\d\d|\d+:\d\d:\d\d|-?\d+\.\d{6})$/;
/** IceVision's COCOMetric is the mean over IoU 0.50 to 0.95. */
const mapName = /^(?:COCOMetric|map|mAP_?50[_-]95)$/i;
const map50Name = /^(?:map_?50|ap_?50|mAP@0?\.5)$/i;
const chatter = /^(?:Total time: |█?\s*$|Reset|Average (?:Precision|Recall)|Training (?:args|in distrib_ctx))/;
