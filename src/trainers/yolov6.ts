import { unknownEvaluation } from './kit/printed.ts';
import { habitsOf } from './kit/habits.ts';
import { ascii, startsWith } from '../log/formats/fields.ts';
import type { Line } from '../log/lines/line.ts';
import { createCocoTable } from './formats/coco.ts';
import { createTraceback } from './formats/traceback.ts';
import type { Emit, Trainer, TrainerReader } from './trainer.ts';
import { weightsIn } from './formats/yoloConsole/checkpoints.ts';
import { guessColumns, readColumns } from './formats/yoloConsole/columns.ts';
import { createTraining } from './formats/yoloConsole/createTraining.ts';
import type { Dialect } from './formats/yoloConsole/dialect.ts';
import { optionOf, optionsOf } from './kit/commandLine.ts';
import { besideOutput } from './kit/finishing.ts';
import { numberOf } from './kit/numbers.ts';
import { scriptAfterwards } from './kit/scriptAfterwards.ts';
import type { PlanDraft } from './kit/planDraft.ts';
import { numberSetting, readSettings } from './formats/yoloConsole/settings.ts';
import { type Training } from './formats/yoloConsole/training.ts';

/** Sources: yolov6/core/engine.py, yolov6/utils/checkpoint.py; trainers.md 3, 10. */
const habits = habitsOf('epochs', 0, {
  savedWhen: 'reported',
  interruptSpoils: true,
  saves:
    'weights/last_ckpt.pt after every epoch, weights/best_ckpt.pt after an evaluation that is the best so far (every eval_interval epochs, 20 by default, at the end every epoch); it announces neither, so a save is shown once the next epoch has begun',
  interrupt:
    'SIGINT prints "Training completed" and strips the optimizer from last_ckpt.pt and best_ckpt.pt: the epoch of the moment is lost, and the run cannot be resumed any more',
  terminate:
    'SIGTERM ends it at once, without a word: the epoch of the moment is lost, and last_ckpt.pt stays what it was',
  resume:
    'python tools/train.py --resume PATH/weights/last_ckpt.pt, but not after SIGINT or its natural end: copy last_ckpt.pt before you interrupt it',
  earlyStopping: 'has none: it trains to its last epoch',
  safeMoment: 'once the next epoch has begun: last_ckpt.pt is written in place after each epoch',
});

/** YOLOv6 of Meituan (trainers.md 3). */
export const yolov6: Trainer = {
  names: ['yolov6'],
  title: 'YOLOv6',
  recognise: (line) => (recognise(line) ? 'yolov6' : null),
  createReader,
  habits,
  // It takes its other arguments from args.yaml beside the weights, the number of epochs included (tools/train.py).
  afterwards: scriptAfterwards({
    title: 'YOLOv6',
    habit: habits.resume,
    script: /(?:^|[\\/])train\.py$/,
    resume: ['--resume'],
    needs: ['optimizer'],
    // Its strip_optimizer would write over best_ckpt.pt and last_ckpt.pt, so that nothing is stripped.
    validate: (call, file, run) => {
      const place = besideOutput(run.output);
      const options = optionsOf(call.args, [['--img-size'], ['--batch-size'], ['--device']]);
      const data = optionOf(call.args, ['--data-path']);
      const named = [...(data === null ? [] : ['--data', data]), '--weights', file, '--task', 'val', '--verbose'];
      const placed = place === null ? [] : ['--save_dir', place.folder, '--name', place.name];
      return {
        call: {
          ...call,
          script: call.script.replace(/train\.py$/, 'eval.py'),
          args: [...named, ...options, ...placed],
        },
        gives: 'A table of classes. The weights are not stripped: its own tool would write over them.',
      };
    },
  }),
};

/**
 * By the header of an epoch (`iou_loss` first, no GPU memory), its evaluations, its settings, or the bar of its
 * evaluations.
 */
function recognise(line: Line): boolean {
  let start = line.start;
  while (start < line.end && line.bytes[start] === 0x20) start++;
  if (startsWith(line, epochWord, start)) return isHeader.test(line.text()) || isEvaluation.test(line.text());
  if (startsWith(line, settingsWord, start)) return /\bconf_file=/.test(line.text());
  return startsWith(line, inferencingWord, start);
}

const epochWord = ascii('Epoch');
const settingsWord = ascii('training args are: Namespace(');
const inferencingWord = ascii('Inferencing model in ');
const isHeader = /^\s*Epoch\s+(?:lr\s+)?iou_loss\s/;
const isEvaluation = /^\s*Epoch: (\d+) \| mAP@0\.5: (\S+) \| mAP@0\.50:0\.95: (\S+)\s*$/;

/** Epochs are printed from 0; the bar has neither memory nor image size. */
const dialect: Dialect = {
  offset: 1,
  guess: (count) => guessColumns(count, 0, count === 3 ? ['iou', 'dfl', 'cls'] : undefined),
  memory: false,
  files: { last: 'last_ckpt.pt', best: 'best_ckpt.pt' },
  fitness: ({ box }) => fitnessOf(box.map50, box.map50To95),
  milestone: () => null,
  // `max(round(warmup_epochs * max_stepnum), 1000)`; the configuration is not printed, so that only the settings could
  // say how many epochs.
  minWarmUp: () => 0,
  notice: () => false,
};

/** `results[0] * 0.1 + results[1] * 0.9` (yolov6/core/engine.py, eval_and_save). */
function fitnessOf(map50: number, map50To95: number): number {
  return map50 * 0.1 + map50To95 * 0.9;
}

function createReader(): TrainerReader {
  const training = createTraining(dialect);
  const traceback = createTraceback();
  const table = createCocoTable();
  /** Epochs at the end that are trained without strong augmentation. */
  let withoutAugmentation = 0;
  let augmentationEmitted = false;
  let failed = false;
  /** An evaluation whose last number could have been cut, until another line follows. */
  let doubtful: (() => void) | null = null;

  function read(line: Line, emit: Emit): boolean {
    doubtful?.();
    doubtful = null;
    const text = line.text();
    if (line.volatile && (training.bar(line, emit) || text.includes('%'))) return true;
    if (text.trim() === '') return true;
    if (traceback.open() && traceback.read(line, emit)) return true;
    if (training.bar(line, emit)) {
      traceback.read(line, emit);
      emitAugmentation(emit);
      return true;
    }
    return (
      readHeader(text, emit) ||
      readEvaluation(text, emit) ||
      readNotice(text.trimStart(), emit) ||
      traceback.read(line, emit) ||
      readRest(line, text)
    );
  }

  function readHeader(text: string, emit: Emit): boolean {
    const columns = readColumns(text);
    if (columns === null) return false;
    training.header(columns, emit);
    return true;
  }

  function readEvaluation(text: string, emit: Emit): boolean {
    const match = isEvaluation.exec(text);
    if (match === null) return false;
    const epoch = Number(match[1]) + 1;
    const map50 = numberOf(match[2]!);
    const map50To95 = numberOf(match[3]!);
    if (map50 === null || map50To95 === null) return false;
    // Only a whole epoch is evaluated, also where the last state of its bar ends in a carriage return.
    training.validation(emit);
    const tell = () => {
      training.checkpoints.evaluated(epoch, fitnessOf(map50, map50To95));
      emit({ ...unknownEvaluation, epoch, map50: known(map50), map50To95: known(map50To95) });
    };
    // Python prints all digits that a number has: one with few of them could be the beginning of another.
    if (match[3]!.replace(/^[-0.]+|\D/g, '').length >= 15) tell();
    else doubtful = tell;
    return true;
  }

  function readNotice(text: string, emit: Emit): boolean {
    const settings = /^training args are: Namespace\((.*)\)\s*$/.exec(text);
    if (settings !== null) readPlan(settings[1]!, emit);
    else if (text.startsWith('Training start...')) {
      failed = false;
      augmentationEmitted = false;
      traceback.reset();
      training.begin(emit);
    } else if (/^Resume training from the checkpoint/i.test(text)) training.resume(null, emit);
    else if (/^ERROR in (?:training|evaluate)/.test(text)) failed = true;
    else if (/^Training completed in [\d.]+ hours\./.test(text)) end(training, failed, emit);
    else return false;
    return true;
  }

  function readPlan(text: string, emit: Emit): void {
    const settings = readSettings(text);
    const epochs = numberSetting(settings, 'epochs');
    const batch = numberSetting(settings, 'batch_size');
    const plan: PlanDraft = { batch, checkpointEvery: 1 };
    withoutAugmentation = numberSetting(settings, 'stop_aug_last_n_epoch') ?? 0;
    if (epochs !== null) {
      plan.epochs = epochs;
      plan.closeMosaic =
        withoutAugmentation > 0 && withoutAugmentation < epochs ? epochs - withoutAugmentation + 1 : null;
    }
    training.setPlan(plan, emit);
    const directory = settings.get('save_dir');
    if (directory !== undefined) training.checkpoints.directory = weightsIn(directory);
  }

  /** It turns the strong augmentation off without a word. */
  function emitAugmentation(emit: Emit): void {
    const epochs = training.epochs();
    const last = epochs === null ? Infinity : epochs - withoutAugmentation;
    if (augmentationEmitted || withoutAugmentation <= 0 || training.closed() < last || last <= 0) return;
    augmentationEmitted = true;
    emit({ type: 'regime', at: last + 1, label: 'strong augmentation off' });
  }

  /**
   * The table carries no epoch and goes through another stream than the bars; the line after it says the same with the
   * epoch.
   */
  function readRest(line: Line, text: string): boolean {
    return table.read(line, () => {}) || chatter.test(text);
  }

  return { read };
}

/** It says "completed" after an error and after SIGINT, too. */
function end(training: Training, failed: boolean, emit: Emit): void {
  if (failed) return;
  const epochs = training.epochs();
  if (epochs !== null && training.closed() >= epochs) training.complete(emit);
}

function known(value: number): number | null {
  return Number.isFinite(value) && value >= 0 ? value : null;
}

const chatter =
  /\d%(?:\||\s)|^(?:Evaluating (?:speed|mAP)|Average (?:pre-process|inference|NMS|forward) time|Saving \S|Results saved to|loading annotations|Done \(t=|DONE \(t=|creating index|index created|Loading and preparing|Running per image|Evaluate annotation|Accumulating evaluation|Using \d+ GPU|img record infomation path|Train: |Val: |Final numbers of valid images|[\d.]+s for dataset initialization|Model: |Loading state_dict|Start Tensorboard|WARNING|Convert to COCO|Training completed|\w+\($|\s*\)$|\s+\(\w+\): )/;
