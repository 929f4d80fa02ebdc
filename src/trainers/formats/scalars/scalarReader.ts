import type { Scalar } from '../../../log/formats/eventFile.ts';
import { sumOf } from '../../kit/numbers.ts';
import { unknownEvaluation, unknownIteration } from '../../kit/printed.ts';
import type { Emit } from '../../trainer.ts';
import { type Figure, meaningOf, type Meaning } from './tags.ts';

/** Reads scalars that a training logged, in the order of their time. */
export interface ScalarReader {
  /**
   * Emits what a scalar says. The losses of a step are emitted when it has as many as the step before, or when the next
   * step begins.
   */
  readonly read: (scalar: Scalar, emit: Emit) => void;
  /** Emits what is left. Only for a file that no longer grows. */
  readonly end: (emit: Emit) => void;
}

/**
 * What the scalars of a TensorBoard event file or of MLflow say of a training. What their steps count follows from the
 * tags, from an `epoch` beside them, or from how they come: where every single step has its validation, steps are
 * epochs.
 */
export function createScalarReader(): ScalarReader {
  let open: Step | null = null;
  let previous: Step | null = null;
  let counts: 'epochs' | 'iterations' | null = null;
  let offset: 0 | 1 | null = null;
  let lossTag: string | null = null;
  let epoch: number | null = null;
  /** The last step with a training loss, and when that was logged. */
  let trained: { readonly step: number; readonly time: number } | null = null;

  function read(scalar: Scalar, emit: Emit): void {
    const meaning = meaningOf(scalar.tag);
    if (meaning === null || !Number.isInteger(scalar.step)) return;
    if (meaning.is === 'epoch') return readEpoch(scalar);
    // Of two totals the first stays: Hugging Face's Trainer ends with the mean of all losses, as `train_loss`.
    if (meaning.is === 'loss' && (lossTag ??= scalar.tag) !== scalar.tag) return;
    // Where steps are iterations, only those of such an evaluation are epochs.
    if (meaning.fromZero && counts !== 'iterations') offset = 1;
    offset ??= scalar.step === 0 && meaning.counts !== 'iterations' ? 1 : 0;
    if (open !== null && open.step !== scalar.step) close(open, scalar.step, emit);
    open ??= emptyStep(scalar.step);
    if (!put(open, meaning, scalar)) return;
    counts ??= meaning.counts;
    if (counts !== null) tell(open, emit);
  }

  /** An epoch that is not the step shows that steps are iterations. */
  function readEpoch({ step, value }: Scalar): void {
    if (!Number.isFinite(value) || value < 0) return;
    epoch = Math.floor(value) === value ? value : Math.ceil(value);
    if (value !== step && value !== step + 1) counts ??= 'iterations';
  }

  function close(step: Step, next: number | null, emit: Emit): void {
    counts ??= hasValidation(step) && next === step.step + 1 ? 'epochs' : 'iterations';
    step.closed = true;
    tell(step, emit);
    previous = step;
    open = null;
  }

  function tell(step: Step, emit: Emit): void {
    emitTraining(step, emit);
    emitValidation(step, emit);
    emitFigures(step, emit);
  }

  function emitTraining(step: Step, emit: Emit): void {
    if (!step.training.isDue(previous?.training ?? null, step.closed)) return;
    const { parts, learningRate, time } = step;
    const loss = step.total ?? sumOf(parts);
    const at = step.step + (offset ?? 0);
    const seconds = loss === null || time === null ? null : secondsSince(step.step, time);
    if (loss !== null && time !== null) trained = { step: step.step, time };
    step.training.markEmitted();
    if (counts === 'epochs') {
      if (loss !== null || learningRate !== null)
        emit({
          type: 'epoch',
          epoch: at,
          loss,
          validationLoss: null,
          learningRate,
          seconds,
          parts,
          ...(loss === null ? { fillsIn: true } : {}),
        });
    } else if (loss !== null) {
      emit({ ...unknownIteration, iteration: Math.max(1, at), epoch: epochNow(), loss, learningRate, seconds, parts });
    }
  }

  /** Mean seconds of a step since the last one with a loss; null when the training went back. */
  function secondsSince(step: number, time: number): number | null {
    if (trained === null || step <= trained.step || time <= trained.time) return null;
    return (time - trained.time) / (step - trained.step);
  }

  function emitValidation(step: Step, emit: Emit): void {
    if (!step.validation.isDue(previous?.validation ?? null, step.closed)) return;
    const { validationParts } = step;
    const validationLoss = step.validationTotal ?? sumOf(validationParts);
    const place = counts === 'epochs' ? step.step + (offset ?? 0) : epochNow();
    step.validation.markEmitted();
    if (place === null || validationLoss === null) return;
    // Without a training loss of this step, it must not move the training either.
    const late = trained !== null && counts === 'epochs' && step.step !== trained.step;
    emit({
      type: 'epoch',
      epoch: place,
      loss: null,
      validationLoss,
      learningRate: null,
      seconds: null,
      validationParts,
      ...(late ? { fillsIn: true } : {}),
    });
  }

  function emitFigures(step: Step, emit: Emit): void {
    if (!step.figuresChanged) return;
    const { map50, map, precision, recall, iou } = step.figures;
    const map50To95 = step.figures.map50To95 ?? (map50 === null ? null : map);
    step.figuresChanged = false;
    // Figures need no others to be right; what comes later of the same step only adds to them.
    if (map50 === null && map50To95 === null) return;
    emit({ ...unknownEvaluation, ...placeOf(step), map50, map50To95, precision, recall, iou, exact: true });
  }

  function placeOf({ step, inEpochs }: Step): { epoch: number | null; iteration: number | null } {
    if (inEpochs && counts === 'iterations') return { epoch: step + 1, iteration: null };
    const at = step + (offset ?? 0);
    if (counts === 'epochs') return { epoch: at, iteration: null };
    // mmengine's step is the iteration for losses and the epoch for evaluations.
    if (trained !== null && step < trained.step && step === epoch) return { epoch: step, iteration: null };
    return { epoch: null, iteration: Math.max(1, at) };
  }

  /** 1-based; 0 is what Lightning calls the first. */
  function epochNow(): number | null {
    return epoch === null ? null : Math.max(1, epoch);
  }

  return {
    read,
    end(emit) {
      if (open !== null) close(open, null, emit);
    },
  };
}

/** What was logged at one step. */
interface Step {
  readonly step: number;
  /** When the first training loss was logged, in epoch seconds. */
  time: number | null;
  readonly parts: Record<string, number>;
  readonly validationParts: Record<string, number>;
  total: number | null;
  validationTotal: number | null;
  learningRate: number | null;
  readonly figures: Record<Figure, number | null>;
  figuresChanged: boolean;
  /** Its figures are of a tag whose steps are epochs, the first of them 0, whatever the others count. */
  inEpochs: boolean;
  /** Tags of evaluations that were there. */
  readonly evaluated: Set<string>;
  readonly training: Group;
  readonly validation: Group;
  closed: boolean;
}

function emptyStep(step: number): Step {
  return {
    step,
    time: null,
    parts: {},
    validationParts: {},
    total: null,
    validationTotal: null,
    learningRate: null,
    figures: { map50: null, map50To95: null, map: null, precision: null, recall: null, iou: null },
    figuresChanged: false,
    inEpochs: false,
    evaluated: new Set(),
    training: createGroup(),
    validation: createGroup(),
    closed: false,
  };
}

/** Scalars that are emitted together: the parts of a loss do not come all at once. */
interface Group {
  readonly add: (tag: string) => void;
  readonly has: (tag: string) => boolean;
  readonly tags: ReadonlySet<string>;
  /** Whether there is something to emit, and nothing to wait for. */
  readonly isDue: (before: Group | null, closed: boolean) => boolean;
  readonly markEmitted: () => void;
}

function createGroup(): Group {
  const tags = new Set<string>();
  let changed = false;

  function holds(others: ReadonlySet<string>): boolean {
    if (others.size > tags.size) return false;
    for (const tag of others) if (!tags.has(tag)) return false;
    return true;
  }

  return {
    add: (tag) => {
      tags.add(tag);
      changed = true;
    },
    has: (tag) => tags.has(tag),
    tags,
    isDue: (before, closed) => changed && (closed || (before !== null && before.tags.size > 0 && holds(before.tags))),
    markEmitted: () => {
      changed = false;
    },
  };
}

/** Takes a scalar into its step; false when it is to be passed over. */
function put(step: Step, { is, part, scale, fromZero }: Meaning, { tag, value, time }: Scalar): boolean {
  switch (is) {
    case 'part':
    case 'loss':
    case 'learningRate':
      // A repeated loss is of a step that was trained again: its evaluation is repeated too.
      if (step.training.has(tag)) step.evaluated.clear();
      step.training.add(tag);
      if (is === 'part') step.parts[part] = value;
      else if (is === 'loss') step.total = value;
      else step.learningRate = value;
      if (is !== 'learningRate') step.time ??= time;
      return true;
    case 'validationPart':
    case 'validationLoss':
      if (isRepeated(step, tag)) return false;
      step.validation.add(tag);
      if (is === 'validationPart') step.validationParts[part] = value;
      else step.validationTotal = value;
      return true;
    case 'epoch':
      return false;
    default:
      if (isRepeated(step, tag)) return false;
      step.figures[is] = measured(value / scale);
      step.figuresChanged = true;
      step.inEpochs ||= fromZero;
      return true;
  }
}

/**
 * Ultralytics ends with an evaluation of its best weights, and logs that under the last epoch, whose own figures it is
 * not.
 */
function isRepeated({ evaluated }: Step, tag: string): boolean {
  if (evaluated.has(tag)) return true;
  evaluated.add(tag);
  return false;
}

/** COCO writes -1 where there was nothing to measure, and more than 1 is a percentage without a sign. */
function measured(value: number): number | null {
  return value >= 0 && value <= 1 ? value : null;
}

function hasValidation({ validation, figures }: Step): boolean {
  return validation.tags.size > 0 || Object.values(figures).some((figure) => figure !== null);
}
