import type { ScenarioName } from './scenarios.ts';

/** How labels are written: as they are, some of them wrong, or all in a format Darknet does not expect. */
export type Labelling =
  | { readonly kind: 'right' | 'misread' }
  | {
      readonly kind: 'wrong';
      /** The share of labels that name another class. */
      readonly classes: number;
      /** The share of labels whose box lies beside the object, by half its size. */
      readonly boxes: number;
    };

/** What makes one training other than the next: its data and the numbers that go to the .cfg file. */
export interface ScenarioPlan {
  readonly trainImages: number;
  readonly validImages: number;
  readonly trainLabels: Labelling;
  readonly batch: number;
  readonly learningRate: number;
  readonly decay: number;
  /** The longest gradient a step is made with, 0 for any. */
  readonly clip: number;
  readonly burnIn: number;
  readonly iterations: number;
  /** When the learning rate is multiplied, as a fraction of the iterations, and by how much. */
  readonly steps: readonly { readonly at: number; readonly scale: number }[];
  /** Iterations from one evaluation to the next. */
  readonly evaluationInterval: number;
}

export const scenarioPlans: Readonly<Record<ScenarioName, ScenarioPlan>> = {
  healthy: {
    trainImages: 600,
    validImages: 80,
    trainLabels: { kind: 'right' },
    batch: 16,
    learningRate: 0.005,
    decay: 0.0005,
    clip: 8,
    burnIn: 50,
    iterations: 1800,
    steps: [
      { at: 0.4, scale: 0.3 },
      { at: 0.55, scale: 0.2 },
      { at: 0.75, scale: 0.3 },
    ],
    evaluationInterval: 50,
  },
  overfit: {
    trainImages: 400,
    validImages: 80,
    trainLabels: { kind: 'wrong', classes: 0.1, boxes: 0.3 },
    batch: 8,
    learningRate: 0.006,
    decay: 0,
    clip: 15,
    burnIn: 50,
    iterations: 2400,
    steps: [],
    evaluationInterval: 60,
  },
  diverge: {
    trainImages: 300,
    validImages: 80,
    trainLabels: { kind: 'right' },
    batch: 16,
    learningRate: 0.01,
    decay: 0.0005,
    clip: 0,
    burnIn: 50,
    iterations: 500,
    // A slip that happens: scales=10 where .1 was meant.
    steps: [{ at: 0.45, scale: 10 }],
    evaluationInterval: 40,
  },
  'never-starts': {
    trainImages: 400,
    validImages: 80,
    trainLabels: { kind: 'misread' },
    batch: 8,
    learningRate: 0.006,
    decay: 0.0005,
    clip: 10,
    // No evaluation during burn-in: a network that has learned nothing yet still hits one or the other object by
    // chance.
    burnIn: 150,
    iterations: 1650,
    steps: [{ at: 0.8, scale: 0.1 }],
    evaluationInterval: 50,
  },
};
