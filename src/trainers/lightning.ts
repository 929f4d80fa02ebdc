import { habitsOf } from './kit/habits.ts';
import { ascii, indexOf, startsWith } from '../log/formats/fields.ts';
import type { Line } from '../log/lines/line.ts';
import { boxesOf } from './formats/coco.ts';
import { numberOf } from './kit/numbers.ts';
import { lightningChatter, lightningStopped } from './formats/lightningConsole.ts';
import { createHeld, type Held } from './kit/held.ts';
import { metricOf, unknownEpoch, unknownEvaluation } from './kit/printed.ts';
import { createTextReader } from './formats/textReader.ts';
import type { Emit, Trainer, TrainerReader } from './trainer.ts';

const habits = habitsOf('epochs', 0, {
  saves: 'every epoch into lightning_logs/version_N/checkpoints, unless a ModelCheckpoint says otherwise',
  interrupt:
    'SIGINT ends it gracefully with exit status 1, and further ones are ignored: what was trained since the last ModelCheckpoint is lost.',
  terminate: 'SIGTERM ends it; what was trained since the last ModelCheckpoint is lost.',
  resume: 'It goes on from a checkpoint with trainer.fit(..., ckpt_path="last").',
  earlyStopping:
    'EarlyStopping is off unless configured (patience of 3 validations); it speaks only when verbose, and stops when its metric is no number.',
  safeMoment: 'in the middle of an epoch: ModelCheckpoint saves when a validation or an epoch ends',
});

/**
 * PyTorch Lightning, 1 and 2: what its progress bars show. Which metrics there are, and what they are called, is up to
 * the user's module; the usual names are understood. Sources: lightning/pytorch/callbacks/progress/, early_stopping.py,
 * model_checkpoint.py, trainer/call.py (trainers.md 8).
 */
export const lightning: Trainer = {
  names: ['lightning'],
  title: 'PyTorch Lightning',
  recognise,
  createReader: createLightningReader,
  // CSVLogger's.
  resultFiles: [{ name: 'metrics.csv', patterns: ['metrics.csv', 'version_*/metrics.csv'] }],
  habits,
};

function recognise(line: Line): string | null {
  const sure =
    (indexOf(line, device) !== -1 && deviceLine.test(line.text())) ||
    startsWith(line, sanity) ||
    indexOf(line, stopped) !== -1 ||
    startsWith(line, localRank);
  if (sure) return 'lightning';
  return startsWith(line, epochWord) && indexOf(line, version) !== -1 && barOf(line.text()) !== null
    ? 'lightning'
    : null;
}

interface Memory {
  current: Bar | null;
  /** Whether a validation has run since the epoch began: its metrics stay on the bar of later epochs. */
  validated: boolean;
  /** 0-based epoch of the last bar. */
  last: number;
  shown: string;
  ended: boolean;
  readonly held: Held;
}

interface Bar {
  /** 0-based. */
  readonly epoch: number;
  /** Epochs planned, where the bar says so. */
  readonly epochs: number | null;
  readonly done: number;
  /** Null for data whose length is not known: the bar prints `?`. */
  readonly total: number | null;
  /** Whether it is certain that the last figure was not cut off. */
  readonly isWhole: boolean;
  readonly metrics: ReadonlyMap<string, number>;
}

export function createLightningReader(): TrainerReader {
  const memory: Memory = { current: null, validated: false, last: 0, shown: '', ended: false, held: createHeld() };
  return createTextReader({
    readText: (text, emit) => readText(text, memory, emit),
    // Of a module that evaluates with pycocotools; before the first bar it is of the sanity check.
    readTable: (summary, emit) => {
      const boxes = boxesOf(summary);
      if (boxes === null || memory.current === null) return;
      emit({ ...unknownEvaluation, epoch: memory.current.epoch + 1, ...boxes });
    },
    release: memory.held.release,
  });
}

function readText(text: string, memory: Memory, emit: Emit): boolean {
  const bar = barOf(text);
  if (bar !== null) {
    readBar(bar, memory, emit);
    return true;
  }
  if (/^Validat(?:ion|ing)\b.*(?:%[| ]|: \| |\dit \[|━)/.test(text)) {
    memory.validated = true;
    return true;
  }
  return readNotice(text, memory, emit) || lightningChatter.test(text);
}

/**
 * `Epoch 0:  22%|██▏       | 4/18 [00:17<01:02,  4.47s/it, loss=9.947, v_num=1]`, or Rich's `Epoch 0/9 ━━━━ 4/18
 * 0:00:17 • 0:01:02 4.47it/s v_num: 1.000 loss: 9.947`.
 */
function barOf(text: string): Bar | null {
  const plain = tqdmBar.exec(text);
  const rich = plain === null ? richBar.exec(text) : null;
  const found = plain ?? rich;
  if (found === null) return null;
  const { epoch, last, done, total, metrics } = found.groups!;
  const pairs = (metrics ?? '').matchAll(plain === null ? richMetric : tqdmMetric);
  return {
    epoch: Number(epoch),
    // Rich counts up to the last epoch, 0-based as the others.
    epochs: last === undefined ? null : Number(last) + 1,
    done: Number(done),
    total: total === '?' ? null : Number(total),
    // Rich ends no bar, so that the last figure may be cut off.
    isWhole: plain !== null && /\]\s*$/.test(text),
    metrics: new Map(Array.from(pairs, ([, name, value]) => [name!, numberOf(value!) ?? Number.NaN])),
  };
}

function readBar(bar: Bar, memory: Memory, emit: Emit): void {
  const { current } = memory;
  // Another process is behind, or a log has its lines twice: the epoch was emitted already.
  if (current !== null && bar.epoch === current.epoch - 1 && bar.done === bar.total) return;
  if (current !== null && current.epoch !== bar.epoch) {
    emitEpoch(memory, emit);
    memory.validated = false;
  }
  if (bar.epoch === 0 && memory.last > 0) emit({ type: 'resumed', at: 0 });
  memory.last = bar.epoch;
  if (bar.epochs !== null && bar.epochs !== current?.epochs) emit({ type: 'plan', plan: { epochs: bar.epochs } });
  if (bar.total !== null && bar.done < bar.total && (current?.epoch !== bar.epoch || current.done !== bar.done)) {
    const loss = bar.isWhole ? named(bar.metrics, lossNames) : null;
    emit({ type: 'progress', epoch: bar.epoch + 1, batch: bar.done, batches: bar.total, loss });
  }
  memory.ended = false;
  memory.current = bar;
}

/**
 * An epoch is emitted when it is certainly over: metrics of the validation and of the whole epoch come onto its bar one
 * after the other. Metrics that stood on the bar before, with no validation in between, are those of an earlier epoch.
 */
function emitEpoch(memory: Memory, emit: Emit): void {
  const bar = memory.current;
  memory.current = null;
  if (bar === null || bar.done === 0 || (bar.total !== null && bar.done < bar.total)) return;
  const shown = JSON.stringify([...bar.metrics].filter(([name]) => /^val/i.test(name)));
  const validated = memory.validated || shown !== memory.shown;
  memory.shown = shown;
  const epoch = bar.epoch + 1;
  const loss = named(bar.metrics, lossNames);
  const validationLoss = validated ? named(bar.metrics, validationLossNames) : null;
  if (loss !== null || validationLoss !== null) {
    emit({ ...unknownEpoch, epoch, loss, validationLoss, learningRate: named(bar.metrics, [/^lr$/]) });
  }
  if (!validated) return;
  const map50To95 = named(bar.metrics, mapNames);
  const map50 = named(bar.metrics, map50Names);
  if (map50To95 === null && map50 === null) return;
  emit({
    ...unknownEvaluation,
    epoch,
    map50: metricOf(map50 ?? undefined),
    map50To95: metricOf(map50To95 ?? undefined),
  });
}

/** The first metric that goes by one of these names, the most telling name first. */
function named(metrics: ReadonlyMap<string, number>, names: readonly RegExp[]): number | null {
  for (const pattern of names) {
    for (const [name, value] of metrics) if (pattern.test(name)) return value;
  }
  return null;
}

function readNotice(text: string, memory: Memory, emit: Emit): boolean {
  const reached = lightningStopped.exec(text);
  if (reached !== null) {
    emitEpoch(memory, emit);
    if (reached[1] === 'epochs') emit({ type: 'plan', plan: { epochs: Number(reached[2]) } });
    if (!memory.ended) emit({ type: 'ended', how: 'complete' });
    return true;
  }
  if (text.endsWith('Signaling Trainer to stop.')) {
    emitEpoch(memory, emit);
    memory.ended = true;
    if (/ is not finite\b/.test(text)) emit({ type: 'fault', text, fatal: true });
    emit({ type: 'ended', how: 'early-stop' });
    return true;
  }
  if (interruption.test(text)) {
    memory.ended = true;
    emit({ type: 'ended', how: 'interrupted' });
    return true;
  }
  if (/^Restor(?:ing|ed) (?:states|all states) from the checkpoint/.test(text)) {
    emit({ type: 'resumed', at: null });
    return true;
  }
  const saved = /^(?:INFO: )?Epoch (\d+), global step \d+: .* saving model to '([^']+)'/.exec(text);
  if (saved !== null) emit({ type: 'checkpoint', path: saved[2]!, at: Number(saved[1]) + 1, role: 'best' });
  return saved !== null;
}

const interruption =
  /^(?:Detected KeyboardInterrupt, attempting graceful shutdown|(?:\[rank: \d+\] )?Received SIGTERM: \d+$)/;
const sanity = ascii('Sanity Checking');
const stopped = ascii('`Trainer.fit` stopped: ');
const localRank = ascii('LOCAL_RANK: 0 - CUDA_VISIBLE_DEVICES: ');
const epochWord = ascii('Epoch ');
const device = ascii('GPU available: ');
const deviceLine = /GPU available: (?:True|False)(?: \(\w+\))?, used: (?:True|False)$/;
const version = ascii('v_num');
/**
 * A bar is as wide as its terminal, and not drawn where that is not known (Colab): metrics that find no room, and the
 * bracket behind them, are left out. Only what a comma or the bracket follows is whole.
 */
const tqdmBar =
  /^Epoch (?<epoch>\d+): *(?: \d+%)?(?:\|[^|]*\|)? (?<done>\d+)\/(?<total>\d+|\?) \[[^,\]]*(?:, +[\d.?]+(?:it\/s|s\/it))?(?<metrics>(?:, .*|\])?)$/;
const richBar =
  /^Epoch (?<epoch>\d+)(?:\/(?<last>\d+))? [━╸╺ ]+ (?<done>\d+)\/(?<total>\d+) +\S+ • \S+ +[\d.]+(?:it\/s|s\/it)(?<metrics>.*)$/;
const tqdmMetric = /, *([^=,\s]+)=(-?[\d.]+(?:e[-+]?\d+)?|nan|-?inf)(?=,|\])/g;
/** Three decimals each (a nan is whole as it is). */
const richMetric = /\s([^:\s]+): +(-?\d+\.\d{3,}(?:e[-+]?\d+)?|nan|-?inf)(?=\s|$)/g;
const lossNames = [
  /^loss[/_]train_epoch$/i,
  /^loss[/_]train$/i,
  /^train[/_](?:total_)?loss_epoch$/i,
  /^train[/_](?:total_)?loss$/i,
  /^loss_epoch$/i,
  /^loss$/i,
  /^train[/_]loss_step$/i,
  /^loss_step$/i,
];
const validationLossNames = [
  /^val(?:id(?:ation)?)?[/_](?:total_)?loss(?:_epoch)?$/i,
  /^loss[/_]val(?:id)?(?:_epoch)?$/i,
];
const mapNames = [/^(?:val(?:id(?:ation)?)?[/_])?(?:bbox_)?map(?:_50_95|50-95|@0?\.50?:0?\.95)?$/i];
const map50Names = [/^(?:val(?:id(?:ation)?)?[/_])?(?:bbox_)?map[_@]?(?:0?\.)?50?$/i];
