import { ascii, indexOf } from '../log/formats/fields.ts';
import type { Plan } from '../run/events.ts';
import { createTextReader } from './formats/textReader.ts';
import { habitsOf } from './kit/habits.ts';
import { readByKind } from './kit/lineRules.ts';
import { numberOf } from './kit/numbers.ts';
import { unknownEpoch } from './kit/printed.ts';
import { createRestarts, type Restarts } from './kit/restarts.ts';
import type { Emit, Trainer, TrainerReader } from './trainer.ts';

/**
 * qfgaohao's pytorch-ssd, and dusty-nv's version of it that jetson-inference trains with. Epochs and steps are 0-based;
 * it measures losses and no mAP. Source: train_ssd.py of both.
 */
export const pytorchSsd: Trainer = {
  names: ['pytorch-ssd'],
  title: "qfgaohao's pytorch-ssd, jetson-inference",
  recognise: (line) =>
    indexOf(line, regressionWord) !== -1 && figuresLine.test(messageOf(line.text())) ? 'pytorch-ssd' : null,
  createReader,
  habits: habitsOf('epochs', 0, {
    saves: 'after every validation (--validation_epochs, 5 by default; 1 in jetson-inference), weights only',
    interrupt: 'SIGINT ends it at once with a traceback: everything since the last validation is lost.',
    terminate: 'SIGTERM ends it at once without a word: everything since the last validation is lost.',
    resume: 'It goes on from weights with --resume=PATH; epochs, the optimizer and the learning rate start anew.',
    earlyStopping: 'It has none.',
    safeMoment: 'as soon as it says "Saved model", which comes after the file is written',
    savedWhen: 'reported',
    toEvaluate: 'It measures no mAP while it trains: test the saved weights by hand with its eval_ssd.py.',
  }),
};

interface Memory {
  /** 1-based, of the last line. */
  epoch: number | null;
  epochs: number | null;
  /** The means that were printed in this epoch, each over as many steps, until it is over. */
  losses: number[];
  readonly restarts: Restarts;
}

function createReader(): TrainerReader {
  const memory: Memory = { epoch: null, epochs: null, losses: [], restarts: createRestarts() };
  return createTextReader({
    readText: (text, emit) => {
      const message = messageOf(text);
      return readByKind([readFigures, readCourse], message, memory, emit) || chatter.test(message);
    },
  });
}

/** What stands behind `2018-12-01 12:38:16,778 - root - INFO - ` or `2020-12-08 14:38:35 - `. */
function messageOf(text: string): string {
  return text.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:,\d{3})? - (?:\w+ - [A-Z]+ - )?/, '').trimEnd();
}

/**
 * `Epoch: 0, Step: 230/1011, Avg Loss: 7.7724, Avg Regression Loss 2.8450, Avg Classification Loss: 4.9274`, without
 * the total and with `Average` in the first version, and the same with `Validation` for the validation set.
 */
function readFigures(message: string, memory: Memory, emit: Emit): boolean {
  const match = figuresLine.exec(message);
  if (match === null) return false;
  const [, printed, step, total, of, ...losses] = match;
  const [loss = Number.NaN, reg = Number.NaN, cls = Number.NaN] = losses.map((each) => numberOf(each)!);
  const epoch = Number(printed) + 1;
  if (epoch !== memory.epoch) {
    closeEpoch(memory, emit);
    memory.restarts.see(epoch, emit);
    memory.epoch = epoch;
  }
  if (of === 'Validation') {
    // An epoch of fewer steps than --debug_steps prints no training loss; weights that are NaN show here then.
    const trained = meanOf(memory) ?? (Number.isNaN(loss) ? loss : null);
    emit({ ...unknownEpoch, epoch, loss: trained, validationLoss: loss, validationParts: { reg, cls } });
    memory.losses = [];
    return true;
  }
  memory.losses.push(loss);
  // The first version does not print how many steps an epoch has.
  const [batch, batches] = total === undefined ? [0, 0] : [Number(step) + 1, Number(total)];
  emit({ type: 'progress', epoch, batch, batches, loss, parts: { reg, cls } });
  return true;
}

/** An epoch without a validation is over when the next begins. */
function closeEpoch(memory: Memory, emit: Emit): void {
  const loss = meanOf(memory);
  if (memory.epoch !== null && loss !== null) emit({ ...unknownEpoch, epoch: memory.epoch, loss });
  memory.losses = [];
}

function meanOf({ losses }: Memory): number | null {
  return losses.length === 0 ? null : losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

function readCourse(message: string, memory: Memory, emit: Emit): boolean {
  const path = /^Saved model (.+\.pth)$/.exec(message)?.[1];
  if (path !== undefined) {
    const printed = /-Epoch-(\d+)-/.exec(path)?.[1];
    const at = printed === undefined ? memory.epoch : Number(printed) + 1;
    emit({ type: 'checkpoint', path, at, role: 'last' });
    // The first version says nothing at its end.
    if (at !== null && at === memory.epochs) emit({ type: 'ended', how: 'complete' });
    return true;
  }
  if (message === 'Task done, exiting program.') {
    closeEpoch(memory, emit);
    emit({ type: 'ended', how: 'complete' });
    return true;
  }
  if (!/^Namespace\(.*\)$/.test(message)) return false;
  const plan = planOf(message);
  memory.epochs = plan.epochs ?? null;
  emit({ type: 'plan', plan });
  return true;
}

function planOf(options: string): Partial<Plan> {
  const valueOf = (name: string): string | undefined =>
    new RegExp(String.raw`[ (]${name}=('[^']*'|[^,)]*)[,)]`).exec(options)?.[1]?.replaceAll("'", '');
  const whole = (name: string): number | undefined => {
    const value = valueOf(name);
    return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
  };
  const [epochs, batch, checkpointEvery] = [whole('num_epochs'), whole('batch_size'), whole('validation_epochs')];
  const isCosine = valueOf('scheduler') === 'cosine';
  const milestones = valueOf('milestones')?.split(',').map(Number).filter(Number.isInteger) ?? [];
  return {
    ...(epochs === undefined ? {} : { epochs }),
    ...(batch === undefined ? {} : { batch }),
    ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
    ...(isCosine ? { schedule: 'cosine' } : milestones.length === 0 ? {} : { schedule: 'steps', steps: milestones }),
  };
}

const regressionWord = ascii(' Regression Loss ');
const loss = String.raw`(\d+\.\d{4}|nan|inf)`;
const figuresLine = new RegExp(
  String.raw`^Epoch: (\d+), (?:Step: (\d+)(?:\/(\d+))?, )?(Average|Avg|Validation) Loss: ${loss}, (?:Average|Avg|Validation) Regression Loss ${loss}, (?:Average|Avg|Validation) Classification Loss: ${loss}$`,
);
const chatter =
  /^(?:Use Cuda\.|Using CUDA\.|Prepare (?:training|Validation) datasets|(?:No labels file|VOC Labels read|Stored labels into)|(?:Train|[Vv]alidation) dataset size: |Build network\.|Resume from the model |Init from (?:base net|pretrained ssd) |Took \d|Learning rate: |Uses \w+ scheduler|Start training from epoch |Freeze |model resolution |SSDSpec\(|Epoch: |\s*$)/;
