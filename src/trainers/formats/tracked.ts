import type { Line } from '../../log/lines/line.ts';
import type { Scalar } from '../../log/formats/eventFile.ts';
import type { TrackerName } from '../../log/formats/tracked/text.ts';
import type { Plan } from '../../run/events.ts';
import { planIn } from './results/planFile.ts';
import { gpuIn } from './scalars/gpuTags.ts';
import { createScalarReader } from './scalars/scalarReader.ts';
import { isFigure, meaningOf } from './scalars/tags.ts';
import type { Emit, Trainer, TrainerReader } from '../trainer.ts';
import { unknownHabits } from '../kit/habits.ts';

/**
 * The metrics of a tracked run as one text (`src/log/formats/tracked/text.ts`): the run, parameters, `MILLISECONDS
 * VALUE STEP NAME`, its summary, its status. Trackers do not record which program logs them.
 */
export const tracked: readonly Trainer[] = [
  trackedBy('mlflow', 'MLflow'),
  trackedBy('wandb', 'W&B'),
  trackedBy('trackio', 'trackio'),
  trackedBy('tensorboard', 'TensorBoard', 'TensorBoard events'),
];

function trackedBy(name: string, tracker: TrackerName, title = `${tracker} metrics`): Trainer {
  const ownHeading = new RegExp(`^${tracker} run \\S+$`);
  return {
    names: [name],
    title,
    recognise: (line) => {
      if (line.bytes[line.start] === tracker.charCodeAt(0)) return ownHeading.test(line.text()) ? name : null;
      // A metric's own file has no heading.
      return name === 'mlflow' && startsWithTime(line) && valueLine.test(line.text()) ? name : null;
    },
    createReader: () => createReader(tracker),
    habits: { ...unknownHabits, saves: 'at times that are not known: the metrics do not say which program logs them' },
  };
}

function createReader(tracker: TrackerName): TrainerReader {
  const scalars = createScalarReader();
  const noStep = createStepWatch(tracker);
  const course = createCourse();
  let params = '';
  let hasEvaluation = false;
  let time = 0;

  function readParam(text: string, emit: Emit): boolean {
    const match = /^param (\w+): (\S+)$/.exec(text);
    if (match === null) return false;
    // HF's Trainer writes max_steps -1 where the epochs decide.
    params += `${plainNames.get(match[1]!) ?? match[1]}: ${match[2]}\n`;
    const iterations = Number(/^iterations: (\d+)$/m.exec(params)?.[1] ?? 0);
    const plan: Partial<Plan> = { ...planIn(params), ...(iterations > 0 ? { iterations } : {}) };
    course.plan(plan);
    if (Object.keys(plan).length > 0) emit({ type: 'plan', plan });
    return true;
  }

  /** Where nothing was evaluated on the way, what a run was summed up by is its only evaluation. */
  function readSummary(text: string, emit: Emit): boolean {
    const match = summaryLine.exec(text);
    if (match === null) return false;
    const [, printed, step, tag] = match;
    const scalar = { tag: tag!, step: Number(step), value: valueOf(printed!), time };
    if (!hasEvaluation && isFigure(tag!)) scalars.read(scalar, course.seen(emit));
    return true;
  }

  function readStatus(text: string, emit: Emit): boolean {
    const status = /^status (\d)$/.exec(text)?.[1];
    if (status === undefined) return false;
    if (status !== running) scalars.end(course.seen(emit));
    // Only a run that was begun again runs after it had another status.
    if (status === running) emit({ type: 'resumed', at: null });
    if (status === killed) emit({ type: 'ended', how: 'interrupted' });
    if (status === failed) emit({ type: 'fault', text: `${tracker} says that the run failed.`, fatal: true });
    // A program that stops early or dies of an exception leaves the same status behind in MLflow as one that is done
    // (mlflow/tracking/fluent.py, `_safe_end_run`).
    if (status === finished)
      emit({ type: 'ended', how: tracker === 'W&B' || course.isDone() ? 'complete' : 'unknown' });
    return true;
  }

  return {
    read(line, emit) {
      if (line.start === line.end) return true;
      const text = line.text();
      const match = valueLine.exec(text);
      if (match === null)
        return heading.test(text) || readParam(text, emit) || readSummary(text, emit) || readStatus(text, emit);
      const [, milliseconds, printed, step, tag] = match;
      const scalar = { tag: tag!, step: Number(step), value: valueOf(printed!), time: Number(milliseconds) / 1000 };
      // Metrics of the machine have steps of their own.
      if (tag!.startsWith('system/')) {
        const gpu = gpuIn(scalar);
        if (gpu !== null) emit(gpu);
        return true;
      }
      noStep.see(tag!, scalar.step, emit);
      course.seeScalar(scalar);
      time = scalar.time;
      const toRun = course.seen(emit);
      scalars.read(scalar, (event) => {
        hasEvaluation ||= event.type === 'evaluation';
        toRun(event);
      });
      return true;
    },
  };
}

/** Follows how far a training has come, to tell whether its plan is done. */
interface Course {
  readonly plan: (plan: Partial<Plan>) => void;
  readonly seeScalar: (scalar: Scalar) => void;
  /** Sees what is emitted. */
  readonly seen: (emit: Emit) => Emit;
  readonly isDone: () => boolean;
}

function createCourse(): Course {
  let planned: Partial<Plan> = {};
  let [epoch, iteration] = [0, 0];
  /** The epoch as the training logged it, a fraction within one; null where it does not log it. */
  let logged: number | null = null;
  return {
    plan: (plan) => {
      planned = plan;
    },
    seeScalar: ({ tag, value }) => {
      if (meaningOf(tag)?.is === 'epoch') logged = value;
    },
    seen: (emit) => (event) => {
      if (event.type === 'iteration') iteration = Math.max(iteration, event.iteration);
      else if (event.type === 'epoch' || event.type === 'evaluation') epoch = Math.max(epoch, event.epoch ?? 0);
      emit(event);
    },
    isDone: () => {
      const { iterations = null, epochs = null } = planned;
      if (iterations !== null && iteration >= iterations) return true;
      if (epochs === null) return false;
      if (logged !== null) return logged >= epochs;
      // What is taken for iterations may be epochs without a validation.
      return iteration > 0 ? iteration === epochs : epoch >= epochs;
    },
  };
}

/** Notices that a training logs without a step, which MLflow then calls 0: its values have no place. */
function createStepWatch(tracker: TrackerName): { readonly see: (tag: string, step: number, emit: Emit) => void } {
  const zeros = new Map<string, number>();
  let isDone = false;
  return {
    see: (tag, step, emit) => {
      if (step !== 0) isDone = true;
      if (isDone) return;
      const count = (zeros.get(tag) ?? 0) + 1;
      zeros.set(tag, count);
      if (count < zerosUntilDoubt) return;
      isDone = true;
      const text = `${tracker} has every value of ${tag} under step 0: log them with step=, or there is no curve to be drawn.`;
      emit({ type: 'fault', text, fatal: false });
    },
  };
}

function startsWithTime(line: Line): boolean {
  return !line.volatile && line.end - line.start > 16 && line.bytes[line.start + 13] === space;
}

/** Python's spelling of a float. */
function valueOf(printed: string): number {
  const match = /^([-+]?)(?:(nan)|inf(?:inity)?)$/i.exec(printed);
  if (match === null) return Number(printed);
  if (match[2] !== undefined) return Number.NaN;
  return match[1] === '-' ? -Infinity : Infinity;
}

/** What Hugging Face's Trainer, Keras and Lightning call the length of a training, by the names that `planIn` knows. */
const plainNames: ReadonlyMap<string, string> = new Map([
  ['num_epochs', 'epochs'],
  ['max_epochs', 'epochs'],
  ['n_epochs', 'epochs'],
  ['num_train_epochs', 'epochs'],
  ['max_steps', 'iterations'],
  ['max_iters', 'iterations'],
]);

const heading = /^(?:MLflow|W&B|trackio|TensorBoard) run \S+$/;
const printedNumber = String.raw`[-+]?(?:\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+|nan|inf(?:inity)?)`;
const valueLine = new RegExp(String.raw`^(\d{9,16}) (${printedNumber}) (-?\d+) (\S(?:.*\S)?)$`, 'i');
const summaryLine = new RegExp(String.raw`^summary (${printedNumber}) (-?\d+) (\S(?:.*\S)?)$`, 'i');
/** Values of one metric under step 0 after which it is no accident. */
const zerosUntilDoubt = 3;
/** `RunStatus` of mlflow/protos/service.proto. */
const running = '1';
const finished = '3';
const failed = '4';
const killed = '5';
const space = 0x20;
