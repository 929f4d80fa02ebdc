import { unpackForest, type Forest } from './forest.ts';
import { allFeatures } from './features.ts';
import type { CurveFamily } from '../../trainers/trainer.ts';
import type { FamilyFit, Fit, Model } from './model.ts';

/**
 * A model with its trees ready for use: they are unpacked when they are first asked for, which no program that has just
 * started should wait for.
 */
export interface LoadedModel extends Omit<Model, 'forest'> {
  readonly forest: Forest;
}

/** The forest with what makes odds of its chances. */
export interface OddsModel extends Fit, Pick<LoadedModel, 'features' | 'gains' | 'forest'> {}

/** A model as it judges the trainings of one family. */
export interface FittedModel extends OddsModel {
  readonly measured: Measured;
}

/** On how many trainings a model was measured. */
export interface Measured extends Pick<FamilyFit, 'runs' | 'repositories' | 'proven'> {
  readonly family: CurveFamily;
}

/**
 * The model for a training of a family, whose planned length is known or not; null where it cannot judge that: a family
 * that gains at the drops of its schedule must know its end.
 */
export function fittedModel(model: LoadedModel, family: CurveFamily, isPlanned: boolean): FittedModel | null {
  const { runs, repositories, proven, planned, unplanned } = model.families[family];
  const fit = isPlanned ? planned : unplanned;
  if (fit === null) return null;
  const { features, gains } = model;
  return {
    ...fit,
    measured: { family, runs, repositories, proven },
    features,
    gains,
    get forest() {
      return model.forest;
    },
  };
}

/** @throws Error where the model was fitted for other features than this program computes. */
export function loadModel(model: Model): LoadedModel {
  const fitted = model.features.map((feature) => feature.name).join(' ');
  const computed = allFeatures.map((feature) => feature.name).join(' ');
  if (fitted !== computed) {
    throw new Error(`The model was fitted for the features ${fitted}, not ${computed}: run npm run advisor:fit.`);
  }
  let forest: Forest | null = null;
  return {
    ...model,
    get forest() {
      forest ??= unpackForest(model.forest);
      return forest;
    },
  };
}
