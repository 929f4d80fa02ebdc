import type { ScenarioName } from './scenarios.ts';

/** How labels are written: as they are, some of them wrong, or all by the box's corner where its middle belongs. */
export type Labelling = { readonly kind: 'right' | 'corner' } | { readonly kind: 'wrong'; readonly share: number };

/** What makes one training other than the next: its data and the numbers that go to the .cfg file. */
export interface ScenarioPlan {
  readonly trainImages: number;
  readonly validImages: number;
  readonly trainLabels: Labelling;
  readonly batch: number;
  readonly learningRate: number;
  readonly decay: number;
  readonly burnIn: number;
  readonly iterations: number;
  /** When the learning rate is divided by ten, as fractions of the iterations. */
  readonly steps: readonly number[];
  /** Iterations from one evaluation to the next. */
  readonly evaluationInterval: number;
}

export const scenarioPlans: Readonly<Record<ScenarioName, ScenarioPlan>> = {
  healthy: {
    trainImages: 600,
    validImages: 80,
    trainLabels: { kind: 'right' },
    batch: 8,
    learningRate: 0.01,
    decay: 0.0005,
    burnIn: 50,
    iterations: 2000,
    steps: [0.7, 0.85],
    evaluationInterval: 50,
  },
  overfit: {
    trainImages: 60,
    validImages: 80,
    trainLabels: { kind: 'wrong', share: 0.4 },
    batch: 8,
    learningRate: 0.01,
    decay: 0,
    burnIn: 50,
    iterations: 2000,
    steps: [],
    evaluationInterval: 50,
  },
  diverge: {
    trainImages: 200,
    validImages: 60,
    trainLabels: { kind: 'right' },
    batch: 8,
    learningRate: 1,
    decay: 0.0005,
    burnIn: 200,
    iterations: 400,
    steps: [],
    evaluationInterval: 50,
  },
  'never-starts': {
    trainImages: 400,
    validImages: 80,
    trainLabels: { kind: 'corner' },
    batch: 8,
    learningRate: 0.01,
    decay: 0.0005,
    burnIn: 50,
    iterations: 1500,
    steps: [0.8],
    evaluationInterval: 50,
  },
};
