import type { CurveFamily } from '../../trainers/trainer.ts';
import type { PackedForest } from './forest.ts';

/** What `npm run advisor:fit` writes to model.json: everything that was learned from real curves. */
export interface Model {
  readonly corpus: { readonly date: string; readonly runs: number; readonly repositories: number };
  /** In the order of allFeatures; the mean stands in for what cannot be known. */
  readonly features: readonly { readonly name: string; readonly mean: number; readonly deviation: number }[];
  /** The gains of mAP, ascending, of which the leaves hold the chances: P(best mAP to come > best so far + gain). */
  readonly gains: readonly number[];
  readonly forest: PackedForest;
  readonly families: Readonly<Record<CurveFamily, FamilyFit>>;
}

/** What was learned of the trainings of one family. */
export interface FamilyFit {
  /** Complete runs that it was measured on, and the repositories that they are of. */
  readonly runs: number;
  readonly repositories: number;
  /** Whether the advice is known to be better there than the best simple rule, with enough repositories to say so. */
  readonly proven: boolean;
  /** For a training whose planned length is known. */
  readonly planned: Fit;
  /** For one that is judged as if it ended at `assumedLength` times now; null where that does not help. */
  readonly unplanned: Fit | null;
}

/** How the forest's chances become odds, a forecast and advice. */
export interface Fit {
  /** From the forest's chance to the one that came true: logit = intercept + slope x logit (Platt 1999). */
  readonly calibration: { readonly intercept: number; readonly slope: number };
  /**
   * The quantiles of the gain at the ends of the forecast's interval are `tail` and 1 - `tail`, a tail for each quarter
   * of the plan.
   */
  readonly forecast: { readonly coverage: number; readonly tails: readonly number[] };
  readonly presets: Readonly<Record<Preset, PresetThreshold>>;
}

export type Preset = 'careful' | 'balanced' | 'saver';

/** A threshold with its promise: in at least 1 - `risk` of projects the advice costs less than one mAP point. */
export interface PresetThreshold {
  /** Stopping is advised while the worth of going on is below this. */
  readonly worth: number;
  readonly risk: number;
  /** How sure the promise is: 1 - the significance level of Learn-then-Test; 0 where there are too few repositories. */
  readonly confidence: number;
  /** Measured by cross-validation: fraction of the plan saved, and of runs that lost more than one point. */
  readonly saving: number;
  readonly lost: number;
}
