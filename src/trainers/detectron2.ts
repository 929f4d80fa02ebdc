import { ascii, indexOf } from '../intake/fields.ts';
import type { ClassResult, Plan } from '../run/events.ts';
import { createCocoTable } from './coco.ts';
import { finiteOf, fractionOf, numberOf } from './darknet/numbers.ts';
import { durationOf, partsOf, unknownEvaluation, unknownIteration } from './printed.ts';
import { createTraceback } from './traceback.ts';
import type { Emit, Trainer, TrainerReader } from './trainer.ts';

/**
 * Detectron2 and what is built on its engine (AdelaiDet, detrex). AP is printed in percent, iterations are 0-based, losses are the median of 20.
 * Sources: detectron2/utils/events.py (CommonMetricPrinter), engine/hooks.py, evaluation/coco_evaluation.py, evaluation/testing.py (trainers.md 5).
 */
export const detectron2: Trainer = {
  names: ['detectron2'],
  title: 'Detectron2',
  recognise: (line) => (indexOf(line, bracket) !== -1 && greeting.test(line.text()) ? 'detectron2' : null),
  createReader,
  companions: () => [],
  habits: {
    counts: 'iterations',
    saves: 'every 5000 iterations (SOLVER.CHECKPOINT_PERIOD) as model_0004999.pth, and model_final.pth at the end',
    interrupt:
      'SIGINT ends it at once and saves nothing, although it prints "Total training time": up to 5000 iterations since the last checkpoint are lost.',
    terminate:
      'SIGTERM ends it at once without a word and saves nothing: up to 5000 iterations since the last checkpoint are lost.',
    resume: 'It goes on from the file that last_checkpoint names, with --resume.',
    earlyStopping: 'It has none: BestCheckpointer, where configured, only keeps the best weights.',
    safeMoment: 'as soon as training lines follow "Saving checkpoint to"',
    lossBands: false,
    mapUnit: 'percent',
    countsFrom: 0,
  },
};

function createReader(): TrainerReader {
  const memory = createMemory();
  const traceback = createTraceback();
  // The summary comes again, with more digits, in the table of results.
  const table = createCocoTable();
  return {
    read: (line, emit) =>
      traceback.read(line, emit) || table.read(line, () => {}) || readText(line.text(), memory, emit),
    readCompanion: () => {},
  };
}

interface Memory {
  iteration: number | null;
  /** What follows belongs to a record of many lines: the environment, the layers of the model. */
  dump: boolean;
  /** The text of the configuration while it is being dumped. */
  configuration: string | null;
  planned: number | null;
  evaluateEvery: number | null;
  /** Iteration of the save that came after the last iteration line: saves and evaluations come before the line of their iteration. */
  saved: number | null;
  finished: boolean;
  /** What the table that is being printed holds. */
  block:
    | { kind: 'results'; columns: readonly string[] | null }
    | { kind: 'classes'; classes: ClassResult[]; width: number }
    | null;
  /** Whether the results of the evaluation at hand are told. */
  told: boolean;
  task: string | null;
  copied: readonly string[] | null;
  evaluatedAt: number | null;
}

function createMemory(): Memory {
  return {
    iteration: null,
    dump: false,
    configuration: null,
    planned: null,
    evaluateEvery: null,
    saved: null,
    finished: false,
    block: null,
    told: false,
    task: null,
    copied: null,
    evaluatedAt: null,
  };
}

function readText(text: string, memory: Memory, emit: Emit): boolean {
  const match = prefixed.exec(text);
  if (match === null) return readUnprefixed(text, memory, emit);
  endConfiguration(memory, emit);
  endBlock(memory, emit);
  const message = match[1]!;
  memory.dump = /^(?:Environment info|Model|Contents of args\.config_file=.*|Full config .*):$/.test(message);
  if (readIteration(message, memory, emit) || readCopy(message, memory, emit)) return true;
  if (message.startsWith('Running with full config:')) memory.configuration = '';
  readBlockHeader(message, memory);
  readSave(message, memory, emit);
  readCourse(message, memory, emit);
  return true;
}

/** The lines of a record beyond its first, and what pycocotools prints. */
function readUnprefixed(text: string, memory: Memory, emit: Emit): boolean {
  if (memory.configuration !== null) {
    if (memory.configuration.length < longestConfiguration) memory.configuration += `${text}\n`;
    return true;
  }
  if (text.startsWith('|') && text.endsWith('|')) {
    readRow(text, memory, emit);
    return true;
  }
  return memory.dump || chatter.test(text);
}

/**
 * ` eta: 4:52:26  iter: 19  total_loss: 1.75  loss_cls: 1.248  time: 0.1960  data_time: 0.0033   lr: 0.0002  max_mem: 2996M`: every number is
 * followed by a blank, so one that is cut off shows. The first lines have no time, and lr may be N/A.
 */
function readIteration(message: string, memory: Memory, emit: Emit): boolean {
  const match = /^ *(?:eta: ((?:\d+ days?, )?\d+:\d\d:\d\d) +)?iter: (\d+) (.*)$/.exec(message);
  if (match === null) return false;
  const [, eta, printed, rest] = match;
  const fields = new Map(Array.from(rest!.matchAll(field), ([, name, number]) => [name!, numberOf(number!)!]));
  const loss = fields.get('total_loss') ?? fields.get('loss');
  if (loss === undefined) return true;
  const iteration = Number(printed) + 1;
  memory.iteration = iteration;
  memory.saved = null;
  memory.told = false;
  emit({
    ...unknownIteration,
    iteration,
    loss,
    learningRate: fields.get('lr') ?? null,
    seconds: fields.get('time') ?? null,
    remaining: eta === undefined ? null : durationOf(eta),
    parts: partsOf(
      [...fields].filter(([name]) => !auxiliary.test(name)),
      ['total_loss', 'loss'],
    ),
  });
  if (memory.finished && iteration === memory.planned) emit({ type: 'ended', how: 'complete' });
  return true;
}

/**
 * The results in short, for a spreadsheet. Pascal VOC evaluation prints nothing else:
 *
 *     copypaste: Task: bbox
 *     copypaste: AP,AP50,AP75,APs,APm,APl
 *     copypaste: 60.6060,81.1234,...
 */
function readCopy(message: string, memory: Memory, emit: Emit): boolean {
  const copied = /^copypaste: (.*)$/.exec(message)?.[1];
  if (copied === undefined) return false;
  const task = /^Task: (.+)$/.exec(copied)?.[1];
  if (task !== undefined) {
    memory.task = task;
    memory.copied = null;
  } else if (memory.copied === null) memory.copied = copied.split(',');
  else if (memory.task === 'bbox' && !memory.told) {
    const cells = copied.split(',');
    // Four decimals each, so a last one that is cut off shows.
    if (cells.length === memory.copied.length && /(?:\.\d{4}|nan)$/.test(copied)) {
      emitEvaluation(memory.copied, cells, memory, emit);
    }
  }
  return true;
}

function readBlockHeader(message: string, memory: Memory): void {
  if (message.startsWith('Evaluation results for bbox:')) memory.block = { kind: 'results', columns: null };
  else if (message.startsWith('Per-category bbox AP:')) memory.block = { kind: 'classes', classes: [], width: 0 };
}

function readRow(text: string, memory: Memory, emit: Emit): void {
  const { block } = memory;
  const cells = text
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
  if (block === null || cells.every((cell) => /^:?-+:?$/.test(cell))) return;
  if (block.kind === 'results') {
    if (block.columns === null) block.columns = cells;
    else if (block.columns.length === cells.length) {
      emitEvaluation(block.columns, cells, memory, emit);
      memory.block = null;
    }
  } else if (block.width === 0) block.width = cells.length;
  else if (block.width === cells.length) {
    for (let index = 0; index + 1 < cells.length; index += 2) {
      if (cells[index] === '') continue;
      block.classes.push({
        name: cells[index]!,
        ap: fractionOf(cells[index + 1]!),
        truePositives: null,
        falsePositives: null,
      });
    }
  }
}

function endBlock(memory: Memory, emit: Emit): void {
  if (memory.block?.kind === 'classes' && memory.block.classes.length > 0) {
    emit({ type: 'classes', classes: memory.block.classes });
  }
  memory.block = null;
}

function emitEvaluation(columns: readonly string[], cells: readonly string[], memory: Memory, emit: Emit): void {
  const metric = (name: string): number | null => {
    const text = cells[columns.indexOf(name)];
    const value = text === undefined ? null : finiteOf(text);
    return text === undefined || value === null || value < 0 ? null : fractionOf(text);
  };
  memory.told = true;
  memory.evaluatedAt = placeOfEvaluation(memory);
  emit({ ...unknownEvaluation, iteration: memory.evaluatedAt, map50To95: metric('AP'), map50: metric('AP50') });
}

/**
 * An evaluation comes before the line of its iteration, so the line that was read last is up to twenty iterations too early. The period from the
 * configuration, or a save after that line, tells where it is.
 */
function placeOfEvaluation({ iteration, planned, evaluateEvery, saved, finished }: Memory): number | null {
  if (finished && planned !== null) return planned;
  if (iteration === null) return saved;
  if (evaluateEvery !== null && evaluateEvery > 0) {
    const next = Math.ceil(iteration / evaluateEvery) * evaluateEvery;
    if (next <= iteration + longestInterval) return next;
  }
  return saved ?? iteration;
}

/** `Saving checkpoint to ./output/model_0004999.pth`: the number is 0-based. */
function readSave(message: string, memory: Memory, emit: Emit): void {
  const path = /^Saving checkpoint to (.+\.pth)$/.exec(message)?.[1];
  if (path === undefined) return;
  const number = /_(\d{7})\.pth$/.exec(path)?.[1];
  if (number !== undefined) {
    memory.saved = Number(number) + 1;
    emit({ type: 'checkpoint', path, at: memory.saved, role: 'numbered' });
  } else if (/(?:^|[/\\])model_final\.pth$/.test(path)) {
    memory.finished = true;
    const at = memory.planned ?? memory.saved ?? memory.iteration;
    emit({ type: 'checkpoint', path, at, role: 'final' });
  } else if (/best/.test(path)) emit({ type: 'checkpoint', path, at: memory.evaluatedAt, role: 'best' });
  else emit({ type: 'checkpoint', path, at: memory.saved ?? memory.iteration, role: 'last' });
}

function readCourse(message: string, memory: Memory, emit: Emit): void {
  const start = /^Starting training from iteration (\d+)$/.exec(message)?.[1];
  if (start !== undefined) {
    memory.finished = false;
    if (memory.iteration !== null) emit({ type: 'resumed', at: Number(start) });
  }
  // Printed after an interruption too, so only the final weights tell that it is done.
  if (message.startsWith('Total training time: ') && memory.finished) emit({ type: 'ended', how: 'complete' });
}

/** The dump of the configuration is over when another record follows; one that was cut off says nothing. */
function endConfiguration(memory: Memory, emit: Emit): void {
  const text = memory.configuration;
  memory.configuration = null;
  if (text === null) return;
  const integer = (key: string): number | null => {
    const digits = new RegExp(String.raw`^ +${key}: (\d+)$`, 'm').exec(text)?.[1];
    return digits === undefined ? null : Number(digits);
  };
  memory.planned = integer('MAX_ITER');
  memory.evaluateEvery = integer('EVAL_PERIOD');
  const list = /^ +STEPS:(?: \(([\d, ]*)\)| \[([\d, ]*)\]|((?:\n +- \d+)+))$/m.exec(text);
  const steps =
    list === null ? [] : Array.from((list[1] ?? list[2] ?? list[3] ?? '').matchAll(/\d+/g), ([step]) => Number(step));
  const gamma = numberOf(/^ +GAMMA: (\S+)$/m.exec(text)?.[1] ?? '');
  const cosine = /^ +LR_SCHEDULER_NAME: WarmupCosineLR$/m.test(text);
  const plan: Partial<Plan> = {
    ...(memory.planned === null ? {} : { iterations: memory.planned }),
    ...(cosine || steps.length === 0 ? {} : { steps, scales: steps.map(() => gamma ?? 0.1) }),
    schedule: cosine ? 'cosine' : 'steps',
    warmUp: integer('WARMUP_ITERS'),
    batch: integer('IMS_PER_BATCH'),
    checkpointEvery: integer('CHECKPOINT_PERIOD'),
  };
  emit({ type: 'plan', plan });
}

const bracket = ascii('[');
/** The setup logger is called `detectron2`, the engine's `d2.engine...`. */
const greeting =
  /\[\d\d\/\d\d \d\d:\d\d:\d\d(?: (?:d2(?:go)?|detectron2|detrex|adet)(?:\.[\w.]+)?\]: |\] (?:d2(?:go)?|detectron2|detrex|adet)(?:\.[\w.]+)? [A-Z]+: )/;
/** `[11/01 19:16:15 d2.utils.events]: ` on the console, `[08/06 16:59:29] d2.utils.events INFO: ` in log.txt; the last one of the line counts. */
const prefixed = /^.*\[\d\d\/\d\d \d\d:\d\d:\d\d(?: [\w.]+\]|\] [\w.]+ [A-Z]+): ?(.*)$/;
const field = /([A-Za-z][\w.@/-]*): ([-+]?(?:\d[\d.]*(?:e[-+]?\d+)?|nan|inf))(?= )/g;
/** Losses of inner decoder layers, of which there are dozens in DETR-like models. */
const auxiliary = /_\d+$|_enc$|^loss_\w+_dn\b/;
/** Iterations between two lines: DefaultTrainer writes every 20. */
const longestInterval = 20;
const longestConfiguration = 200_000;
const chatter =
  /^(?:Loading and preparing results|DONE \(t=|Accumulating evaluation|Running per image|Evaluate annotation|creating index|index created|COCOeval_opt|\s*$)/;
