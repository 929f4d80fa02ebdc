import { FEATURES } from '../../src/advisor/model/features.ts';
import { loadModel, type LoadedModel } from '../../src/advisor/model/loadModel.ts';
import type { Model } from '../../src/advisor/model/model.ts';
import { growForest, type ForestSettings } from './growForest.ts';
import { momentWeights, type Moment, type SampledRun } from './samples.ts';

/** The gains whose chances the leaves hold: fine where stopping is decided, coarse where only the forecast looks. */
export const GAINS = [0, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64] as const;

/** The gain that "one mAP point" means; explanations are made for it. */
export const HEADLINE_GAIN = 0.01;

/** Chosen by cross-validation on the corpus; see docs/advisor.md. */
export const FOREST_SETTINGS: ForestSettings = { trees: 40, leastLeaf: 0.003, depth: 14, tried: 0.4, seed: 1 };

/** These tell one repository from another rather than one curve from another: without them new repositories are foreseen better. */
const LEFT_OUT: ReadonlySet<string> = new Set(['planned', 'evaluationsSinceBest']);

/** What is learned from the runs alone, before it is calibrated on runs it has not seen. */
export type TrainedPart = Pick<Model, 'features' | 'gains' | 'forest'>;

/** Learns from the runs that ran their full budget: only they tell what was still to gain. */
export function train(
  runs: readonly SampledRun[],
  settings: ForestSettings = FOREST_SETTINGS,
  leftOut: ReadonlySet<string> = LEFT_OUT,
): TrainedPart {
  const complete = runs.filter((run) => run.ranFullBudget && run.moments.length > 1);
  const rows = rowsOf(complete);
  const features = FEATURES.map((feature, at) =>
    usualOf(
      feature.name,
      rows.map((row) => row.moment.features[at]!),
    ),
  );
  const columns = features.map((feature, at) =>
    (process.env['OUT'] ?? '').split(',').includes(feature.name)
      ? new Float64Array(rows.length)
      : Float64Array.from(rows, (row) => {
          const value = leftOut.has(feature.name) ? feature.mean : row.moment.features[at]!;
          return Number.isNaN(value) ? feature.mean : value;
        }),
  );
  const forest = growForest(
    {
      columns,
      gains: Float64Array.from(rows, (row) => row.moment.gain),
      weights: Float64Array.from(rows, (row) => row.weight),
    },
    GAINS,
    HEADLINE_GAIN,
    settings,
  );
  return { features, gains: GAINS, forest };
}

/** A model that is used as it was trained: what calibration looks at. */
export function uncalibrated(part: TrainedPart): LoadedModel {
  const preset = { worth: 0, risk: 1, confidence: 0, saving: 0, lost: 0 };
  return loadModel({
    ...part,
    corpus: { date: '', runs: 0, repositories: 0 },
    calibration: { intercept: 0, slope: 1 },
    forecast: { coverage: 0.8, tail: 0.1 },
    presets: { careful: preset, balanced: preset, saver: preset },
  });
}

interface Row {
  readonly moment: Moment;
  readonly weight: number;
}

/** Neighbouring evaluations tell nearly the same: this many of a run, evenly spread, are enough. */
const MOST_MOMENTS = 60;

function rowsOf(runs: readonly SampledRun[]): readonly Row[] {
  const weights = momentWeights(runs);
  return runs.flatMap((run, at) => {
    const usable = run.moments.filter((moment) => !moment.last);
    const step = Math.max(1, usable.length / MOST_MOMENTS);
    const taken: Moment[] = [];
    for (let position = 0; position < usable.length; position += step) {
      taken.push(usable[Math.floor(position)]!);
    }
    const weight = (weights[at]! * usable.length) / taken.length;
    return taken.map((moment) => ({ moment, weight }));
  });
}

function usualOf(name: string, values: readonly number[]): Model['features'][number] {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return { name, mean: 0, deviation: 0 };
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  return { name, mean: Number(mean.toPrecision(5)), deviation: Number(Math.sqrt(variance).toPrecision(5)) };
}
