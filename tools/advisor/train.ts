import { allFeatures } from '../../src/advisor/model/features.ts';
import { unpackForest } from '../../src/advisor/model/forest.ts';
import type { OddsModel } from '../../src/advisor/model/loadModel.ts';
import type { Fit, Model } from '../../src/advisor/model/model.ts';
import { growForest, type ForestSettings } from './growForest.ts';
import { type Moment, type SampledRun } from './samples.ts';

/** The gains whose chances the leaves hold: fine where stopping is decided, coarse where only the forecast looks. */
export const modelGains = [0, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64] as const;

/** The gain that "one mAP point" means; explanations are made for it. */
export const headlineGain = 0.01;

/** Chosen by cross-validation on the corpus; see docs/advisor.md. */
export const forestSettings: ForestSettings = { trees: 40, minLeaf: 0.003, depth: 14, tried: 0.4, seed: 1 };

/**
 * These tell one repository from another rather than one curve from another: without them new repositories are foreseen
 * better.
 */
const leftOutFeatures: ReadonlySet<string> = new Set(['planned', 'evaluationsSinceBest']);

/** What is learned from the runs alone, before it is calibrated on runs it has not seen. */
export type TrainedPart = Pick<Model, 'features' | 'gains' | 'forest'>;

/**
 * Learns from the runs of YOLO that ran their full budget: only they tell what was still to gain, and with those of
 * other families it foresees no family better.
 */
export function train(
  runs: readonly SampledRun[],
  settings: ForestSettings = forestSettings,
  leftOut: ReadonlySet<string> = leftOutFeatures,
): TrainedPart {
  const complete = runs.filter((run) => run.family === 'yolo' && run.ranFullBudget && run.moments.length > 1);
  const rows = rowsOf(complete);
  const features = allFeatures.map((feature, at) =>
    usualOf(
      feature.name,
      rows.map((row) => row.moment.features[at]!),
    ),
  );
  const columns = features.map((feature, at) =>
    Float64Array.from(rows, (row) => {
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
    modelGains,
    headlineGain,
    settings,
  );
  return { features, gains: modelGains, forest };
}

/** A model that is used as it was trained: what calibration looks at. */
export function uncalibrated(part: TrainedPart): OddsModel {
  return { ...part, ...untouched, forest: unpackForest(part.forest) };
}

const atNothing = { worth: 0, risk: 1, confidence: 0, saving: 0, lost: 0 };

/** Thresholds at which stopping is never advised. */
export const never: Fit['presets'] = { careful: atNothing, balanced: atNothing, saver: atNothing };

const untouched: Fit = {
  calibration: { intercept: 0, slope: 1 },
  forecast: { coverage: 0.8, tails: [0.1] },
  presets: never,
};

interface Row {
  readonly moment: Moment;
  readonly weight: number;
}

/** Neighbouring evaluations tell nearly the same: this many of a run, evenly spread, are enough. */
const maxMoments = 60;

/**
 * What is learned of each run: as it is, without its losses and learning rate, as evaluated four times less often, and
 * by its mAP50. So trainers that tell less (Darknet) are foreseen by a model that has seen such curves.
 */
const views: readonly { readonly of: (run: SampledRun) => readonly Moment[]; readonly share: number }[] = [
  { of: (run) => run.moments, share: 0.5 },
  { of: (run) => run.moments.map(withoutLosses), share: 0.15 },
  { of: (run) => run.sparseMoments, share: 0.2 },
  { of: (run) => run.looseMoments, share: 0.15 },
];

function rowsOf(runs: readonly SampledRun[]): readonly Row[] {
  const runsOf = Map.groupBy(runs, (run) => run.repository);
  return runs.flatMap((run) =>
    views.flatMap(({ of, share }) => {
      const taken = spread(of(run).filter((moment) => !moment.last));
      const weight = share / (taken.length * runsOf.get(run.repository)!.length);
      return taken.map((moment) => ({ moment, weight }));
    }),
  );
}

function spread(moments: readonly Moment[]): readonly Moment[] {
  const step = Math.max(1, moments.length / maxMoments);
  return moments.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
}

function withoutLosses(moment: Moment): Moment {
  const features = moment.features.map((value, at) => (lossFeatures.has(allFeatures[at]!.name) ? Number.NaN : value));
  return { ...moment, features };
}

const lossFeatures: ReadonlySet<string> = new Set([
  'trainLossAhead',
  'trainLossSlope',
  'trainLossRise',
  'validationLossAhead',
  'validationLossSlope',
  'validationLossRise',
  'learningRate',
  'learningRateDrop',
]);

function usualOf(name: string, values: readonly number[]): Model['features'][number] {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return { name, mean: 0, deviation: 0 };
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  return { name, mean: Number(mean.toPrecision(5)), deviation: Number(Math.sqrt(variance).toPrecision(5)) };
}
