import type { Scalar } from '../intake/eventFile.ts';
import { unknownEvaluation, unknownIteration } from './printed.ts';
import type { Emit, Trainer } from './trainer.ts';

/**
 * What the scalars of a TensorBoard event file say of a training. The tags are those that detectors' trainers write; what x counts follows
 * from them: the YOLOs log by epoch, all others by iteration. Source: the tags of trainers.md 2 to 8.
 */
export function createScalarReader(): ScalarReader {
  let open: OpenStep | null = null;
  let byEpoch: boolean | null = null;
  let offset: 0 | 1 | null = null;

  function place(step: number): { epoch: number | null; iteration: number | null } {
    const at = step + (offset ?? 0);
    return byEpoch === true ? { epoch: at, iteration: null } : { epoch: null, iteration: Math.max(1, at) };
  }

  function emitLosses({ step, parts, validationParts, total, learningRate }: OpenStep, emit: Emit): void {
    const loss = total ?? sumOf(parts);
    const validationLoss = sumOf(validationParts);
    const { epoch, iteration } = place(step);
    if (epoch !== null) {
      if (loss === null && validationLoss === null) return;
      emit({ type: 'epoch', epoch, loss, validationLoss, learningRate, seconds: null, parts, validationParts });
    } else if (iteration !== null && loss !== null) {
      emit({ ...unknownIteration, iteration, loss, learningRate });
    }
  }

  return {
    read(scalar, emit) {
      const meaning = meaningOf(scalar.tag);
      if (meaning === null) return;
      byEpoch ??= meaning.byEpoch;
      offset ??= byEpoch && scalar.step === 0 ? 1 : 0;
      if (open !== null && open.step !== scalar.step) {
        emitLosses(open, emit);
        open = null;
      }
      open ??= emptyStep(scalar.step);
      meaning.put(open, scalar.value);
      const { map50, map50To95 } = open.figures;
      // Figures need no other scalars to be right; what comes later of the same step only adds to them.
      if (map50 !== null || map50To95 !== null) {
        emit({ ...unknownEvaluation, ...open.figures, ...place(scalar.step), exact: true });
      }
    },
    end(emit) {
      if (open !== null) emitLosses(open, emit);
      open = null;
    },
  };
}

export interface ScalarReader {
  /** Emits what a scalar says. The parts of a loss come one after another: they are told when the next step begins. */
  readonly read: (scalar: Scalar, emit: Emit) => void;
  /** Emits what is left. Only for a file that does not grow any more. */
  readonly end: (emit: Emit) => void;
}

/** What an event file is recognised as; which program wrote it, it does not say. */
export const tensorboard: Trainer = {
  names: ['tensorboard'],
  title: 'TensorBoard events',
  recognise: () => null,
  createReader: () => ({ read: () => false, readCompanion: () => {} }),
  companions: () => [],
  habits: {
    counts: 'iterations',
    saves: 'Not known: the event file does not say which program writes it.',
    interrupt: 'Not known: look it up for your trainer before you send a signal.',
    terminate: 'Not known: look it up for your trainer before you send a signal.',
    resume: 'Not known.',
    earlyStopping: 'Not known.',
    safeMoment: 'Just after a save has been announced.',
    lossBands: false,
    mapUnit: 'fraction',
    countsFrom: 1,
  },
};

interface OpenStep {
  readonly step: number;
  readonly parts: Record<string, number>;
  readonly validationParts: Record<string, number>;
  total: number | null;
  learningRate: number | null;
  readonly figures: {
    map50: number | null;
    map50To95: number | null;
    precision: number | null;
    recall: number | null;
  };
}

function emptyStep(step: number): OpenStep {
  return {
    step,
    parts: {},
    validationParts: {},
    total: null,
    learningRate: null,
    figures: { map50: null, map50To95: null, precision: null, recall: null },
  };
}

interface Meaning {
  readonly byEpoch: boolean;
  readonly put: (step: OpenStep, value: number) => void;
}

function meaningOf(tag: string): Meaning | null {
  for (const { pattern, byEpoch, put } of tags) {
    const match = pattern.exec(tag);
    if (match !== null) return { byEpoch, put: (step, value) => put(step, value, match[1] ?? '') };
  }
  return null;
}

/** COCO writes -1 where there was nothing to measure; Detectron2 counts in percent. */
function measured(value: number, scale = 1): number | null {
  return Number.isFinite(value) && value >= 0 ? value / scale : null;
}

const tags: readonly {
  readonly pattern: RegExp;
  /** The tag is one that is written once an epoch, with the epoch as its step. */
  readonly byEpoch: boolean;
  readonly put: (step: OpenStep, value: number, name: string) => void;
}[] = [
  {
    pattern: /^metrics\/mAP(?:50-95|_0\.5:0\.95)(?:\(B\))?$/,
    byEpoch: true,
    put: ({ figures }, value) => (figures.map50To95 = measured(value)),
  },
  {
    pattern: /^metrics\/mAP(?:50|_0\.5)(?:\(B\))?$/,
    byEpoch: true,
    put: ({ figures }, value) => (figures.map50 = measured(value)),
  },
  {
    pattern: /^metrics\/precision(?:\(B\))?$/,
    byEpoch: true,
    put: ({ figures }, value) => (figures.precision = measured(value)),
  },
  {
    pattern: /^metrics\/recall(?:\(B\))?$/,
    byEpoch: true,
    put: ({ figures }, value) => (figures.recall = measured(value)),
  },
  { pattern: /^val\/COCOAP50_95$/, byEpoch: true, put: ({ figures }, value) => (figures.map50To95 = measured(value)) },
  { pattern: /^val\/COCOAP50$/, byEpoch: true, put: ({ figures }, value) => (figures.map50 = measured(value)) },
  { pattern: /^train\/(\w+?)_loss$/, byEpoch: true, put: ({ parts }, value, name) => (parts[name] = value) },
  {
    pattern: /^val\/(\w+?)_loss$/,
    byEpoch: true,
    put: ({ validationParts }, value, name) => (validationParts[name] = value),
  },
  { pattern: /^(?:lr\/pg0|x\/lr0)$/, byEpoch: true, put: (step, value) => (step.learningRate = value) },
  {
    pattern: /^DetectionBoxes_Precision\/mAP$/,
    byEpoch: false,
    put: ({ figures }, value) => (figures.map50To95 = measured(value)),
  },
  {
    pattern: /^DetectionBoxes_Precision\/mAP@\.50IOU$/,
    byEpoch: false,
    put: ({ figures }, value) => (figures.map50 = measured(value)),
  },
  { pattern: /^bbox\/AP$/, byEpoch: false, put: ({ figures }, value) => (figures.map50To95 = measured(value, 100)) },
  { pattern: /^bbox\/AP50$/, byEpoch: false, put: ({ figures }, value) => (figures.map50 = measured(value, 100)) },
  {
    pattern: /^(?:coco\/|val\/)?bbox_mAP$/,
    byEpoch: false,
    put: ({ figures }, value) => (figures.map50To95 = measured(value)),
  },
  {
    pattern: /^(?:coco\/|val\/)?bbox_mAP_50$/,
    byEpoch: false,
    put: ({ figures }, value) => (figures.map50 = measured(value)),
  },
  { pattern: /^bbox-mAP$/, byEpoch: false, put: ({ figures }, value) => (figures.map50To95 = measured(value)) },
  {
    pattern: /^(?:Loss\/total_loss|total_loss|train\/loss|train\/total_loss|loss)$/,
    byEpoch: false,
    put: (step, value) => (step.total = value),
  },
  {
    pattern: /^(?:learning_rate|lr|train\/lr|learning_rate_1)$/,
    byEpoch: false,
    put: (step, value) => (step.learningRate = value),
  },
];

function sumOf(parts: Readonly<Record<string, number>>): number | null {
  const values = Object.values(parts);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}
