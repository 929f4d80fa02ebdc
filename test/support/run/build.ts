import type { EvaluationRead, IterationRead, RunEvent } from '../../../src/run/events.ts';
import { reduce } from '../../../src/run/reduce.ts';
import { createRun, type Run } from '../../../src/run/run.ts';

/** An iteration as Darknet prints it: half a second for 16 images, loss 1. */
export function iteration(number: number, loss = 1, more: Partial<IterationRead> = {}): IterationRead {
  return {
    type: 'iteration',
    iteration: number,
    epoch: null,
    loss,
    batchLoss: null,
    learningRate: null,
    seconds: 0.5,
    images: number * 16,
    remaining: null,
    ...more,
  };
}

export function iterations(from: number, to: number, loss = 1): IterationRead[] {
  return Array.from({ length: to - from + 1 }, (_, index) => iteration(from + index, loss));
}

/** An evaluation that tells a mAP50 and nothing else. */
export function evaluation(number: number, map50: number | null, more: Partial<EvaluationRead> = {}): EvaluationRead {
  return {
    type: 'evaluation',
    iteration: number,
    epoch: null,
    map50,
    map50To95: null,
    precision: null,
    recall: null,
    f1: null,
    iou: null,
    truePositives: null,
    falsePositives: null,
    falseNegatives: null,
    ...more,
  };
}

/** A training of 100 iterations between evaluations, one for each mAP50 given. */
export function trainingWith(map50: readonly (number | null)[], loss: (index: number) => number = () => 1): RunEvent[] {
  return map50.flatMap((value, index) => [
    ...iterations(index * 100 + 1, index * 100 + 100, loss(index)),
    evaluation(index * 100 + 100, value),
  ]);
}

/** The run that these events make, read after the fact. */
export function runOf(...events: RunEvent[]): Run {
  const run = createRun();
  for (const event of events) reduce(run, event, null);
  return run;
}
