import { unpackForest, type Forest } from './forest.ts';
import { allFeatures } from './features.ts';
import type { Model } from './model.ts';

/**
 * A model with its trees ready for use: they are unpacked when they are first asked for, which no program that has just
 * started should wait for.
 */
export interface LoadedModel extends Omit<Model, 'forest'> {
  readonly forest: Forest;
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
