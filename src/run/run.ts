import type { CheckpointRole, ClassResult, EvaluationRead, GpuState, Plan, TrainingEnded } from './events.ts';
import { createSeries, type Series } from './series.ts';

/**
 * One training, as far as its log has been read. Changed only by `reduce` and `countLine`; everything in it is bounded,
 * so a log of any length fits. Two runs that were fed the same lines are equal, however the bytes were cut.
 */
export interface Run {
  trainer: { name: string; version: string | null } | null;
  plan: Plan;
  /** Lines read, and those that no rule of the trainer explains. */
  lines: number;
  unexplained: number;
  iterations: Progress | null;
  epochs: Progress | null;
  /** How far the epoch that is being trained is, from a progress bar. */
  batches: Batches | null;
  /** The headline training loss over the whole run; finite values only. */
  loss: { first: number; last: number; min: number } | null;
  /** Readings of the training loss in a row, up to now, that were NaN or infinite, and where that began. */
  nonFinite: { readings: number; since: number } | null;
  /** Metrics over `axis`, by name: see `SeriesName`. */
  series: Map<SeriesName, Series>;
  /**
   * Empty ones of a training that went before in the same log: growing new ones takes a tenth of the time of reading
   * many short trainings.
   */
  spareSeries: Series[];
  /** What x counts in `series`: iterations when the trainer prints them, else epochs. */
  axis: 'iteration' | 'epoch';
  /** In order, each place once. */
  evaluations: Evaluation[];
  /**
   * No evaluation is of a later epoch or iteration than these: one that is further on need not be searched for among
   * thousands.
   */
  evaluatedTo: { epoch: number; iteration: number };
  /** Where a mAP was printed that is no fraction (`nan`, -1): it counts as not measured. */
  unmeasured: number[];
  /** The best evaluation ever read, also when the run was resumed from before it. */
  best: Best | null;
  classes: readonly ClassResult[];
  /** The classes of the evaluation that was best; empty where it had none. */
  classesAtBest: readonly ClassResult[];
  /** Whether the trainer prints classes before the evaluation they belong to; null before the first evaluation. */
  classesComeFirst: boolean | null;
  /** Classes were read that belong to no evaluation yet. */
  hasNewClasses: boolean;
  regions: Map<number | null, Region>;
  checkpoints: Checkpoint[];
  /** Where it was last resumed: the step, the training time by then, and the newest save of before. */
  resumed: { readonly at: number; readonly elapsed: number; readonly last: Checkpoint | null } | null;
  regimes: Regime[];
  nextEvaluation: number | null;
  /** The speed and the time left as the trainer last printed them, in seconds and images. */
  secondsPerIteration: number | null;
  images: number | null;
  remaining: number | null;
  learningRate: number | null;
  /**
   * Training time in seconds: what the trainer printed for its steps (`stepSeconds`) or the time between its lines
   * (`lineSeconds`), whichever is more. What is printed leaves evaluations and saves out, and some trainers print
   * nothing; lines have times only as far as somebody saw them come.
   */
  elapsed: number;
  stepSeconds: number;
  lineSeconds: number;
  /** When lines were read; null for a log that was read after the fact. */
  firstLineTime: number | null;
  lastLineTime: number | null;
  /** The last gaps between lines that came at different times, newest last, in seconds. */
  gaps: number[];
  /**
   * Where the run was at some instants of the last while, oldest first: its real speed, evaluations and saves included.
   */
  marks: { at: number; time: number }[];
  faults: Fault[];
  /** The last lines before the first figure, oldest first: what a program said that ended before it trained. */
  lastWords: string[];
  /** Where the trainer writes its results, as announced. */
  output: string | null;
  /** The MLflow run that it logs to: the directory of the store, as printed, and the name of the run. */
  mlflow: { readonly store: string; readonly run: string } | null;
  ended: TrainingEnded['how'] | null;
  /** The GPUs by their index, as a tracker told them last, in epoch seconds; empty where none does. */
  gpus: Map<number, GpuState & { readonly time: number }>;
  /** Objects and IoU of the region lines since the last iteration line. */
  openRegions: { weighted: number; objects: number };
}

/** `loss`, `validationLoss`, `iou` ... and parts such as `loss/box`, `validation/cls`, `iou/5` (layer 5). */
export type SeriesName = string;

export interface Progress {
  first: number;
  last: number;
  count: number;
}

export type Evaluation = Omit<EvaluationRead, 'type'> & {
  /** The training as it was then: losses may be not finite. */
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
  readonly learningRate: number | null;
  /** Training time at which it was made, in seconds. */
  readonly elapsed: number;
  /** The AP of each class; absent where it was printed without. */
  readonly classAps?: ClassAps;
};

/** As two rows, of which evaluations of the same classes share the first: one of eighty classes stays small. */
export interface ClassAps {
  readonly names: readonly string[];
  /** NaN where none could be computed. */
  readonly values: Float64Array;
}

export interface Best {
  readonly metric: 'map50To95' | 'map50';
  readonly value: number;
  /** In the unit of `axis` at that time. */
  readonly at: number;
}

/** How far an epoch is. */
export interface Batches {
  /** 1-based. */
  readonly epoch: number;
  /** Both 0 where the bar does not say it. */
  readonly done: number;
  readonly total: number;
  /** The training loss so far in this epoch and its parts; null and empty where the bar has none. */
  readonly loss: number | null;
  readonly parts: Readonly<Record<string, number>>;
  /** Seconds since the epoch began; null once an epoch has shown how long it takes. */
  readonly elapsed: number | null;
}

/** The live state of one detection head. */
export interface Region {
  /** Latest IoU and objects. */
  iou: number;
  objects: number;
  /** Objects-weighted mean over all of its lines. */
  average: number;
  totalObjects: number;
  /** Weighted sum since the last iteration line. */
  open: { weighted: number; objects: number };
}

export interface Checkpoint {
  readonly path: string;
  readonly at: number | null;
  readonly role: CheckpointRole;
  /** Training time and, when known, the instant at which it was announced. */
  readonly elapsed: number;
  readonly time: number | null;
}

export interface Regime {
  readonly at: number | null;
  readonly label: string;
}

export interface Fault {
  readonly text: string;
  readonly fatal: boolean;
}

const unknownPlan: Plan = {
  iterations: null,
  epochs: null,
  epochLength: null,
  warmUp: null,
  steps: [],
  scales: [],
  schedule: null,
  savesOnTerminate: null,
  closeMosaic: null,
  patience: null,
  batch: null,
  subdivisions: null,
  trainingImages: null,
  classNames: [],
  checkpointEvery: null,
  seconds: null,
};

/** A run of which nothing has been read. */
export function createRun(): Run {
  return {
    trainer: null,
    plan: unknownPlan,
    lines: 0,
    unexplained: 0,
    iterations: null,
    epochs: null,
    batches: null,
    loss: null,
    nonFinite: null,
    series: new Map(),
    spareSeries: [],
    axis: 'epoch',
    evaluations: [],
    evaluatedTo: { epoch: Number.NEGATIVE_INFINITY, iteration: Number.NEGATIVE_INFINITY },
    unmeasured: [],
    best: null,
    classes: [],
    classesAtBest: [],
    classesComeFirst: null,
    hasNewClasses: false,
    regions: new Map(),
    checkpoints: [],
    resumed: null,
    regimes: [],
    nextEvaluation: null,
    secondsPerIteration: null,
    images: null,
    remaining: null,
    learningRate: null,
    elapsed: 0,
    stepSeconds: 0,
    lineSeconds: 0,
    firstLineTime: null,
    lastLineTime: null,
    gaps: [],
    marks: [],
    faults: [],
    lastWords: [],
    output: null,
    mlflow: null,
    ended: null,
    gpus: new Map(),
    openRegions: { weighted: 0, objects: 0 },
  };
}

/** The named series of a run, made when it is first asked for by the reducer. */
export function seriesOf(run: Run, name: SeriesName): Series {
  let series = run.series.get(name);
  if (series === undefined) {
    series = run.spareSeries.pop() ?? createSeries();
    run.series.set(name, series);
  }
  return series;
}
