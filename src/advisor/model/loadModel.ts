import { unpackForest, type Forest } from './forest.ts';
import { allFeatures } from './features.ts';
import type { Model } from './model.ts';

/** A model with its trees ready for use. */
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
  return { ...model, forest: unpackForest(model.forest) };
}
