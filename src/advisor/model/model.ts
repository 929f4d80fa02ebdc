import type { PackedForest } from './forest.ts';

/** What `npm run advisor:fit` writes to model.json: everything that was learned from real curves. */
export interface Model {
  readonly corpus: { readonly date: string; readonly runs: number; readonly repositories: number };
  /** In the order of allFeatures; the mean stands in for what cannot be known. */
  readonly features: readonly { readonly name: string; readonly mean: number; readonly deviation: number }[];
  /** The gains of mAP, ascending, of which the leaves hold the chances: P(best mAP to come > best so far + gain). */
  readonly gains: readonly number[];
  readonly forest: PackedForest;
  /** From the forest's chance to the one that came true: logit = intercept + slope x logit (Platt 1999). */
  readonly calibration: { readonly intercept: number; readonly slope: number };
  /** The quantiles of the gain at the ends of the forecast's interval are `tail` and 1 - `tail`. */
  readonly forecast: { readonly coverage: number; readonly tail: number };
  readonly presets: Readonly<Record<Preset, PresetThreshold>>;
}

export type Preset = 'careful' | 'balanced' | 'saver';

/** A threshold with its promise: in at least 1 - `risk` of projects the advice costs less than one mAP point. */
export interface PresetThreshold {
  /** Stopping is advised while the worth of going on is below this. */
  readonly worth: number;
  readonly risk: number;
  /** How sure the promise is: 1 - the significance level of Learn-then-Test. */
  readonly confidence: number;
  /** Measured by cross-validation: fraction of the plan saved, and of runs that lost more than one point. */
  readonly saving: number;
  readonly lost: number;
}
