import { createAdvisor } from '../../../src/advisor/advisor.ts';
import { createReplay, type ReplayedAdvice } from '../../../src/monitor/replay.ts';
import { type AdviceSettings, defaultSettings } from '../../../src/advisor/verdict.ts';
import type { EvaluationRead, RunEvent } from '../../../src/run/events.ts';
import { reduce } from '../../../src/run/reduce.ts';
import { createRun, type Run } from '../../../src/run/run.ts';

/** A training by epochs as a results table tells it, each figure a function of the epoch, which counts from 1. */
export interface Training {
  readonly epochs: number;
  /** How many epochs are planned, where that is not how many there are. */
  readonly planned?: number | null;
  readonly map: (epoch: number) => number | null;
  readonly train: (epoch: number) => number | null;
  readonly validation?: (epoch: number) => number | null;
  readonly learningRate?: (epoch: number) => number;
  readonly plan?: Extract<RunEvent, { type: 'plan' }>['plan'];
  /** Events that come just before an epoch. */
  readonly before?: (epoch: number) => readonly RunEvent[];
  /** Iterations in an epoch, for a trainer that counts in them. */
  readonly iterations?: number;
}

/**
 * A healthy training: mAP50-95 rises to about .6 with a linear schedule, losses fall, with the noise of a small
 * validation set.
 */
export const healthy: Training = {
  epochs: 100,
  map: (epoch) => 0.6 * (1 - Math.exp(-epoch / 22)) + noise(epoch, 0.006),
  train: (epoch) => 1.2 + 3 * Math.exp(-epoch / 30) + noise(epoch + 500, 0.02),
  validation: (epoch) => 1.6 + 2.5 * Math.exp(-epoch / 25) + noise(epoch + 900, 0.03),
  learningRate: (epoch) => 0.01 * (1.01 - epoch / 100),
};

/** Noise that is the same at every run of the test: -size..size. */
export function noise(seed: number, size: number): number {
  const value = Math.sin(seed * 12.9898) * 43_758.5453;
  return (2 * (value - Math.floor(value)) - 1) * size;
}

export interface Advised {
  readonly advice: readonly ReplayedAdvice[];
  readonly names: readonly string[];
  readonly run: Run;
}

/** The advice at each evaluation of a training, given live. */
export function adviceOn(training: Training, settings: Partial<AdviceSettings> = {}): Advised {
  const run = createRun();
  const replay = createReplay();
  const advisor = createAdvisor({ ...defaultSettings, ...settings });
  const habits = { family: 'yolo', lossBands: false } as const;
  const now = { now: 0, alive: null, exit: null, quietSince: null, habits };
  const advice: ReplayedAdvice[] = [];
  for (const event of eventsOf(training)) {
    reduce(run, event, null);
    const next = replay.look(run, () => advisor.advise(run, now));
    if (next !== null) advice.push(next);
  }
  return { advice, names: advice.map(({ verdict }) => verdict.name), run };
}

export function* eventsOf(training: Training): Generator<RunEvent> {
  const { epochs, planned = epochs, map, train, validation, learningRate, iterations } = training;
  if (planned !== null) {
    yield { type: 'plan', plan: iterations === undefined ? { epochs: planned } : { iterations: planned * iterations } };
  }
  if (training.plan !== undefined) yield { type: 'plan', plan: training.plan };
  for (let epoch = 1; epoch <= epochs; epoch++) {
    yield* training.before?.(epoch) ?? [];
    const rate = learningRate?.(epoch) ?? null;
    const loss = train(epoch);
    if (iterations === undefined) {
      yield {
        type: 'epoch',
        epoch,
        loss,
        validationLoss: validation?.(epoch) ?? null,
        learningRate: rate,
        seconds: 60,
      };
    } else if (loss !== null) {
      yield {
        type: 'iteration',
        iteration: epoch * iterations,
        epoch: null,
        loss,
        batchLoss: null,
        learningRate: rate,
        seconds: 60 / iterations,
        images: null,
        remaining: null,
      };
    }
    const value = map(epoch);
    if (value !== null)
      yield evaluationOf(iterations === undefined ? { epoch } : { iteration: epoch * iterations }, value);
  }
}

function evaluationOf(at: { epoch: number } | { iteration: number }, map: number): EvaluationRead {
  const value = Math.max(0, map);
  return {
    type: 'evaluation',
    iteration: null,
    epoch: null,
    ...at,
    map50: Math.min(1, value * 1.4),
    map50To95: value,
    precision: null,
    recall: null,
    f1: null,
    iou: null,
    truePositives: null,
    falsePositives: null,
    falseNegatives: null,
  };
}
