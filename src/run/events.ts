/**
 * What can happen in a training, in the field's own words. Trainers turn lines into these, the reducer turns these into
 * a run. Units: mAP, precision, recall, F1, IoU and AP are fractions 0..1; times are seconds; losses are as the trainer
 * prints them, and may be NaN or infinite. `null` means that the trainer did not print it.
 */
export type RunEvent =
  | TrainerRecognised
  | PlanRead
  | IterationRead
  | EpochRead
  | ProgressRead
  | RegionRead
  | EvaluationRead
  | ClassesRead
  | CheckpointSaved
  | EvaluationAnnounced
  | RegimeChanged
  | Resumed
  | FaultRead
  | TrainingEnded
  | OutputAnnounced
  | GpuRead;

/** The program that writes the log was recognised. */
export interface TrainerRecognised {
  readonly type: 'trainer';
  /** One of the names that trainers declare. A run only keeps and shows it, so it need not know which there are. */
  readonly name: string;
  readonly version: string | null;
}

/**
 * Something about how long the training is meant to be, or how its learning rate moves. Later values replace earlier
 * ones.
 */
export interface PlanRead {
  readonly type: 'plan';
  readonly plan: Partial<Plan>;
}

/** One optimiser step, or one printed summary of some steps. */
export interface IterationRead {
  readonly type: 'iteration';
  /** 1-based number of the step, as its users count. */
  readonly iteration: number;
  /** 1-based epoch the step belongs to. */
  readonly epoch: number | null;
  /** The headline training loss: for Darknet the moving `avg loss`, on whose scale the guide's bands are. */
  readonly loss: number;
  /** The loss of this step alone, where it is printed apart from the headline. */
  readonly batchLoss: number | null;
  readonly learningRate: number | null;
  /** How long the step took. */
  readonly seconds: number | null;
  /** Of these, how long it waited for its data. Absent: not printed. */
  readonly dataSeconds?: number | null;
  /** Images seen since the training began. */
  readonly images: number | null;
  /** What the trainer itself thinks is left. */
  readonly remaining: number | null;
  /** Named parts of the loss, as the trainer names them (box, cls, dfl ...). */
  readonly parts?: Readonly<Record<string, number>>;
}

/**
 * The summary of one epoch of training, from a console bar that closed or a row of a results file. A repeated epoch
 * replaces.
 */
export interface EpochRead {
  readonly type: 'epoch';
  /** 1-based. */
  readonly epoch: number;
  /** The sum of the training loss's parts, or the trainer's own total. */
  readonly loss: number | null;
  readonly validationLoss: number | null;
  readonly learningRate: number | null;
  /** How long the epoch took. */
  readonly seconds: number | null;
  readonly parts?: Readonly<Record<string, number>>;
  readonly validationParts?: Readonly<Record<string, number>>;
  /** From figures beside the log, which may lag behind it: fills in what the log does not say and moves nothing. */
  readonly fillsIn?: true;
}

/** How far the current epoch is, from a progress bar. */
export interface ProgressRead {
  readonly type: 'progress';
  /** 1-based. */
  readonly epoch: number;
  /** Batches done, and batches in an epoch; both 0 where the bar is too narrow for them. */
  readonly batch: number;
  readonly batches: number;
  /** The training loss so far in this epoch, and its parts, where they stand beside the bar. */
  readonly loss?: number | null;
  readonly parts?: Readonly<Record<string, number>>;
  /** Seconds since the epoch began, until an epoch has shown how long it takes. */
  readonly elapsed?: number | null;
}

/** One detection head's summary of a mini-batch (Darknet's region lines): the live IoU of the guide. */
export interface RegionRead {
  readonly type: 'region';
  /** Number of the layer; null for YOLOv2, which has one and does not number it. */
  readonly layer: number | null;
  /** Mean IoU of the predicted and the true boxes; not finite when no object fell to this head. */
  readonly iou: number;
  /** How many objects the mean is over. */
  readonly objects: number;
  readonly loss: number | null;
}

/** One evaluation on the validation set. An evaluation at the same place replaces the earlier one. */
export interface EvaluationRead {
  readonly type: 'evaluation';
  readonly iteration: number | null;
  /** 1-based. */
  readonly epoch: number | null;
  readonly map50: number | null;
  readonly map50To95: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** Mean IoU of the detections that count as true. */
  readonly iou: number | null;
  readonly truePositives: number | null;
  readonly falsePositives: number | null;
  readonly falseNegatives: number | null;
  /** Figures that only its user knows, by name, as fractions; absent: none. */
  readonly taught?: Readonly<Record<string, number>>;
  /** From a file with all digits: its figures win over those rounded for a console, whichever comes first. */
  readonly exact?: true;
}

/**
 * Average precision per class, from the evaluation that is being printed. Replaces the classes of the evaluation
 * before.
 */
export interface ClassesRead {
  readonly type: 'classes';
  readonly classes: readonly ClassResult[];
}

export interface ClassResult {
  readonly name: string;
  /** Average precision; null when the trainer could not compute one. */
  readonly ap: number | null;
  readonly truePositives: number | null;
  readonly falsePositives: number | null;
}

/** The trainer reported that it wrote weights. */
export interface CheckpointSaved {
  readonly type: 'checkpoint';
  readonly path: string;
  /**
   * The iteration (or, for trainers that count epochs, the epoch) whose weights they are; null when that cannot be
   * told.
   */
  readonly at: number | null;
  readonly role: CheckpointRole;
}

/** `last` can be resumed from, `best` is the one to keep, `numbered` is a milestone, `final` ends a training. */
export type CheckpointRole = 'last' | 'best' | 'numbered' | 'final';

/** The trainer announced its next evaluation. */
export interface EvaluationAnnounced {
  readonly type: 'nextEvaluation';
  readonly iteration: number;
}

/** Something that bends curves without the model getting better or worse: advice has to wait until it has passed. */
export interface RegimeChanged {
  readonly type: 'regime';
  readonly at: number | null;
  /** In a few words, for the x axis and the explanation: `mosaic closed`, `learning rate x0.1`. */
  readonly label: string;
}

/**
 * The trainer went on from saved weights: what comes now replaces what was read beyond that point, and what ended it
 * before does not end it any more. At 0 another training began in the same log.
 */
export interface Resumed {
  readonly type: 'resumed';
  readonly at: number | null;
}

/** The trainer reported an error or a warning. A fatal one ends the training whatever its exit status. */
export interface FaultRead {
  readonly type: 'fault';
  readonly text: string;
  readonly fatal: boolean;
}

/** The trainer reported its end. */
export interface TrainingEnded {
  readonly type: 'ended';
  /** `early-stop`: its own patience ended it; `interrupted`: a signal did; `unknown`: nothing says what. */
  readonly how: 'complete' | 'early-stop' | 'interrupted' | 'unknown';
}

/** The trainer announced where it writes its results. */
export interface OutputAnnounced {
  readonly type: 'output';
  /** As printed: relative to the training's working directory, or absolute. */
  readonly directory: string;
  /**
   * Where the directory is an MLflow store: the run in it. It is another place beside the results, and does not replace
   * theirs.
   */
  readonly mlflowRun?: string;
}

/**
 * What a GPU of the machine that trains did, where a tracker keeps that beside the figures: the parts that were told.
 */
export interface GpuRead extends Partial<GpuState> {
  readonly type: 'gpu';
  readonly index: number;
  /** Epoch seconds. */
  readonly time: number;
}

/** Sizes in bytes, shares 0..1, degrees Celsius, watts; null where it was not told. */
export interface GpuState {
  readonly utilisation: number | null;
  readonly memoryUsed: number | null;
  readonly memoryTotal: number | null;
  readonly memoryShare: number | null;
  readonly temperature: number | null;
  readonly power: number | null;
  readonly powerLimit: number | null;
}

/** How long the training is meant to be and how its learning rate moves. */
export interface Plan {
  readonly iterations: number | null;
  readonly epochs: number | null;
  /** Iterations in an epoch, for trainers that count iterations while their plan is told in epochs elsewhere. */
  readonly epochLength: number | null;
  /** Iterations or epochs in which the learning rate rises: burn-in, warm-up. */
  readonly warmUp: number | null;
  /** Where the learning rate drops, in iterations or, when the plan is in epochs, in epochs. */
  readonly steps: readonly number[];
  /** What the learning rate is multiplied with at each step. */
  readonly scales: readonly number[];
  readonly schedule: 'steps' | 'cosine' | 'linear' | 'constant' | 'polynomial' | null;
  /** On SIGTERM it saves a checkpoint, and then ends; null: the log does not say so. */
  readonly savesOnTerminate: boolean | null;
  /** Epoch at which mosaic augmentation ends. */
  readonly closeMosaic: number | null;
  readonly patience: number | null;
  readonly batch: number | null;
  readonly subdivisions: number | null;
  readonly trainingImages: number | null;
  readonly classNames: readonly string[];
  /** Iterations or epochs between two saves that can be resumed from. */
  readonly checkpointEvery: number | null;
  /** A budget the trainer itself was given, in seconds. */
  readonly seconds: number | null;
}
