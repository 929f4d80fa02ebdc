import type { DataSet } from '../sources/dataSet.ts';
import { cutCost } from '../../advisor/rules/budget.ts';
import { darknetIterations, darknetSteps, detectorEpochs, yoloEpochs } from './length.ts';

/** What a plan is made from. */
export interface PlanFacts {
  /** The file or folder that describes the data set, and its form. */
  readonly dataSet: { readonly form: DataSet['form']; readonly path: string };
  /**
   * Whose rule applies: Darknet's, that of Ultralytics and YOLOv5, or that of the two-stage detectors and their
   * relatives.
   */
  readonly trainer: 'darknet' | 'yolo' | 'detector';
  /** Classes; null where they are not known, which only Darknet's rule asks for. */
  readonly classes: number | null;
  /** Training images. */
  readonly images: number;
  /** Images a step; null for the trainer's default. */
  readonly batch: number | null;
  /** Iterations of Darknet's burn-in; null for its usual 1,000. */
  readonly burnIn: number | null;
  /** Length that is set now, in iterations for Darknet and in epochs for the others; null where nobody set one. */
  readonly configured: number | null;
  readonly speed: PlannedSpeed | null;
  readonly gpus: number;
  /** Price of one GPU for an hour; null when nobody said. */
  readonly gpuPrice: number | null;
  /** Epoch seconds. */
  readonly now: number;
}

/** Training images per second, evaluations and saves included where it was measured, and who says so. */
export interface PlannedSpeed {
  readonly imagesPerSecond: number;
  readonly source: string;
}

/**
 * How long to train, and what that takes. Times are in seconds, instants in epoch seconds; null where the speed is not
 * known.
 */
export interface TrainingPlan {
  readonly dataSet: PlanFacts['dataSet'];
  readonly trainer: PlanFacts['trainer'];
  /** What the trainer counts. */
  readonly unit: 'iteration' | 'epoch';
  /** Planned length in that unit. */
  readonly length: number;
  readonly iterations: number;
  readonly epochs: number;
  readonly source: string;
  readonly classes: number | null;
  readonly images: number;
  readonly batch: number;
  readonly configured: number | null;
  /** Where the learning rate is to fall; null where the trainer does that by itself. */
  readonly steps: readonly number[] | null;
  /** The first evaluation after the warm-up, and the first from which advice can be had: the fifth. */
  readonly firstEvaluation: Milestone;
  /** When the trainer evaluates, and who says so. */
  readonly evaluations: string;
  readonly firstAdvice: Milestone;
  readonly speed: PlannedSpeed | null;
  readonly seconds: number | null;
  readonly endsAt: number | null;
  readonly gpuHours: number | null;
  readonly cost: number | null;
  /** What a smaller budget would save and cost. */
  readonly cuts: readonly Cut[];
}

export interface Milestone {
  readonly at: number;
  readonly seconds: number | null;
}

export interface Cut {
  /** Share of the plan, 0..1. */
  readonly share: number;
  readonly at: number;
  readonly savedSeconds: number | null;
  /** Mean loss of mAP, as a fraction, when a schedule is cut off there. */
  readonly lostMap: number;
}

/**
 * Plans a training by the rules of its trainer. Throws a sentence when there are no images, or no classes where the
 * rule asks for them.
 */
export function planTraining(facts: PlanFacts): TrainingPlan {
  const { trainer, images, classes, speed, now, gpus, gpuPrice } = facts;
  if (images === 0)
    throw new Error('There is no training image to plan for: `plateau check` says what is wrong with the data set.');
  const batch = facts.batch ?? usualBatch[trainer];
  const { unit, length, source } = lengthOf(facts);
  const iterations = unit === 'iteration' ? length : Math.ceil((length * images) / batch);
  const perUnit = unit === 'iteration' ? batch : images;
  const secondsFor = (units: number) => (speed === null ? null : (units * perUnit) / speed.imagesPerSecond);
  const milestone = (at: number): Milestone => ({ at, seconds: secondsFor(at) });
  const { first, every, source: evaluations } = evaluationsOf(facts, batch);
  const seconds = secondsFor(length);
  const gpuHours = seconds === null ? null : (seconds / 3600) * gpus;
  return {
    dataSet: facts.dataSet,
    trainer,
    unit,
    length,
    iterations,
    epochs: unit === 'epoch' ? length : (length * batch) / images,
    source,
    classes,
    images,
    batch,
    configured: facts.configured,
    steps: trainer === 'darknet' ? darknetSteps(length) : null,
    firstEvaluation: milestone(Math.min(first, length)),
    evaluations,
    firstAdvice: milestone(Math.min(first + 4 * every, length)),
    speed,
    seconds,
    endsAt: seconds === null ? null : now + seconds,
    gpuHours,
    cost: gpuHours === null || gpuPrice === null ? null : gpuHours * gpuPrice,
    cuts: shares.map((share) => ({
      share,
      at: Math.round(length * share),
      savedSeconds: seconds === null ? null : seconds * (1 - share),
      lostMap: cutCost(share) / 100,
    })),
  };
}

/** Source of the shares: the places at which 431 real trainings were cut, see docs/advisor.md. */
const shares = [0.8, 0.7, 0.5] as const;

/**
 * Source: batch=64 in AlexeyAB's README; batch 16 in Ultralytics' and YOLOv5's defaults; IMS_PER_BATCH 16 in
 * detectron2's Base-RCNN-FPN.
 */
const usualBatch: Readonly<Record<PlanFacts['trainer'], number>> = { darknet: 64, yolo: 16, detector: 16 };

function lengthOf({ trainer, classes, images }: PlanFacts): Pick<TrainingPlan, 'unit' | 'length' | 'source'> {
  switch (trainer) {
    case 'darknet': {
      if (classes === null)
        throw new Error(
          'The number of classes is not known, and the rule of Darknet asks for it: add "classes = ..." to the .data file.',
        );
      const source =
        'AlexeyAB/darknet, README: 2,000 iterations a class, not fewer than the training images, not fewer than 6,000';
      return { unit: 'iteration', length: darknetIterations(classes, images), source };
    }
    case 'yolo': {
      const { epochs, source } = yoloEpochs();
      return { unit: 'epoch', length: epochs, source };
    }
    case 'detector': {
      const { epochs, source } = detectorEpochs(images);
      return { unit: 'epoch', length: epochs, source };
    }
  }
}

/** The first evaluation whose figure means something, the distance between two, and the source of both. */
function evaluationsOf(
  { trainer, images, burnIn }: PlanFacts,
  batch: number,
): { first: number; every: number; source: string } {
  switch (trainer) {
    case 'darknet': {
      const every = Math.max(100, Math.floor((4 * images) / batch));
      const source =
        'AlexeyAB/darknet, src/detector.c: every four epochs, not before burn_in, at least 100 iterations apart';
      return { first: Math.max(every, burnIn ?? 1000), every, source };
    }
    case 'yolo': {
      const source = 'Ultralytics, cfg/default.yaml: each epoch (val), after three of warm-up (warmup_epochs)';
      return { first: 4, every: 1, source };
    }
    case 'detector': {
      const source = 'torchvision, references/detection/train.py: each epoch; detectron2 as TEST.EVAL_PERIOD says';
      return { first: 1, every: 1, source };
    }
  }
}
