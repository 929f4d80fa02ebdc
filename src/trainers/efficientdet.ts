import { habitsOf } from './kit/habits.ts';
import { ascii, indexOf, startsWith } from '../log/formats/fields.ts';
import { type LineRule, readByKind, readByRule } from './kit/lineRules.ts';
import { numberOf } from './kit/numbers.ts';
import { createHeld, type Held } from './kit/held.ts';
import { numberPattern, unknownEpoch, unknownIteration } from './kit/printed.ts';
import { createTraceback } from './formats/traceback.ts';
import type { Emit, Trainer, TrainerReader } from './trainer.ts';

const habits = habitsOf('iterations', 0, {
  saves: 'every 500 steps (--save_interval) and after a validation with the lowest loss, weights only',
  interrupt:
    'SIGINT saves the weights as efficientdet-dN_EPOCH_STEP.pth and exits 0; the state of the optimizer is lost.',
  terminate: 'SIGTERM ends it at once: everything since the last save is lost.',
  resume: 'It goes on with the weights only, with --load_weights last: the optimizer and its learning rate start anew.',
  earlyStopping: 'It has one on the validation loss, off unless --es_patience is above 0.',
  safeMoment: 'as soon as the progress bar moves again after "checkpoint..."',
});

/**
 * zylo117's Yet-Another-EfficientDet-Pytorch. Steps and epochs are 0-based; a batch whose loss is NaN is skipped
 * silently, and an error in a batch is printed and passed over. Source: its train.py (trainers.md 8).
 */
export const efficientdet: Trainer = {
  names: ['efficientdet'],
  title: 'Yet-Another-EfficientDet-Pytorch',
  recognise: (line) =>
    (indexOf(line, stepWord) !== -1 && stepLine.test(line.text())) ||
    (startsWith(line, validationWord) && validationLine.test(line.text()))
      ? 'efficientdet'
      : null,
  createReader,
  habits,
};

interface Memory {
  epoch: number | null;
  iteration: number | null;
  epochs: number | null;
  /** A traceback is being printed that does not end the training. */
  passedOver: boolean;
  readonly held: Held;
}

function createReader(): TrainerReader {
  const memory: Memory = { epoch: null, iteration: null, epochs: null, passedOver: false, held: createHeld() };
  const traceback = createTraceback();
  return {
    read: (line, emit) => {
      memory.held.release(emit);
      const text = line.text().trimEnd();
      if (text.startsWith('[Error] Traceback')) memory.passedOver = true;
      const caught: Emit = (event) => {
        emit(event.type === 'fault' && memory.passedOver ? { ...event, fatal: false } : event);
        memory.passedOver = false;
      };
      return traceback.read(line, caught) || readText(text, memory, emit);
    },
  };
}

function readText(text: string, memory: Memory, emit: Emit): boolean {
  return readByKind([readStep, readValidation, readSave, readCourse], text, memory, emit) || chatter.test(text);
}

/**
 * `Step: 28363. Epoch: 399/400. Iteration: 35/71. Cls loss: 0.02110. Reg loss: 0.03021. Total loss: 0.05131:  49%|████▉
 * | 35/71 [...]`, drawn twice a step.
 */
function readStep(text: string, memory: Memory, emit: Emit): boolean {
  const match = stepLine.exec(text);
  if (match === null) return barLine.test(text);
  const [, step, epoch, epochs, iteration, length, classification, regression, total] = match;
  if (Number(step) + 1 === memory.iteration) return true;
  if (memory.epochs !== Number(epochs)) {
    memory.epochs = Number(epochs);
    emit({ type: 'plan', plan: { epochs: memory.epochs, iterations: memory.epochs * Number(length) } });
  }
  memory.iteration = Number(step) + 1;
  memory.epoch = Number(epoch) + 1;
  emit({
    ...unknownIteration,
    iteration: memory.iteration,
    epoch: memory.epoch,
    loss: numberOf(total!)!,
    parts: { cls: numberOf(classification!)!, reg: numberOf(regression!)! },
  });
  if (memory.epoch === memory.epochs && iteration === length) emit({ type: 'ended', how: 'complete' });
  return true;
}

/** `Val. Epoch: 5/500. Classification loss: 0.51234. Regression loss: 0.21234. Total loss: 0.72468`. */
function readValidation(text: string, memory: Memory, emit: Emit): boolean {
  const match = validationLine.exec(text);
  if (match === null) return false;
  const [, epoch, classification, regression, total] = match;
  memory.epoch = Number(epoch) + 1;
  emit({
    ...unknownEpoch,
    epoch: memory.epoch,
    validationLoss: numberOf(total!),
    validationParts: { cls: numberOf(classification!)!, reg: numberOf(regression!)! },
  });
  return true;
}

/** The name of the file is not printed, and the size of the model that is in it is not known here. */
function readSave(text: string, { epoch, iteration }: Memory, emit: Emit): boolean {
  if (text !== 'checkpoint...') return false;
  if (epoch === null || iteration === null) return true;
  emit({ type: 'checkpoint', path: `efficientdet-d*_${epoch - 1}_${iteration}.pth`, at: iteration, role: 'last' });
  return true;
}

function readCourse(text: string, memory: Memory, emit: Emit): boolean {
  return readByRule(course, text, memory, emit);
}

const course: readonly LineRule<[memory: Memory, emit: Emit]>[] = [
  {
    line: /^Epoch +\d+: reducing learning rate of group 0 to /,
    read: (_match, { iteration }, emit) => emit({ type: 'regime', at: iteration, label: 'learning rate reduced' }),
  },
  {
    line: /^\[Info\] Stop training at epoch \d+\. The lowest loss achieved is /,
    read: (_match, _memory, emit) => emit({ type: 'ended', how: 'early-stop' }),
  },
];

const stepWord = ascii('Step: ');
/** All there is of a training whose bars, on stderr, were not kept. */
const validationWord = ascii('Val. Epoch: ');
const number = `(${numberPattern})`;
/** The colon after the last number shows that it is complete. */
const stepLine = new RegExp(
  String.raw`^Step: (\d+)\. Epoch: (\d+)\/(\d+)\. Iteration: (\d+)\/(\d+)\. Cls loss: ${number}\. Reg loss: ${number}\. Total loss: ${number}: `,
);
const validationLine = new RegExp(
  String.raw`^Val\. Epoch: (\d+)\/\d+\. Classification loss: ${number}\. Regression loss: ${number}\. Total loss: (-?\d+\.\d{5}|nan|inf)$`,
);
const barLine = /^\s*\d+%(?:\|.*\|)? \d+\/\d+ \[|^Step: \d+\. Epoch: /;
const chatter =
  /^(?:loading annotations into memory|Done \(t=|creating index|index created|\[Warning\]|\[Info\]|\[Error\]|\s*$)/;
