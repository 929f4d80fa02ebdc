import type { LearningCurve } from './curve.ts';
import { allFeatures, featuresAt, type Topic } from './features.ts';
import { readForest } from './forest.ts';
import type { OddsModel } from './loadModel.ts';

/** What the model expects of the rest of the plan, as seen from one evaluation. */
export interface Outlook {
  readonly best: number;
  /** Fraction of the plan still to do, and since the best evaluation. */
  readonly left: number;
  readonly sinceBest: number;
  /**
   * Per gain of `model.gains`: P(the best mAP to come within the plan > best so far + gain). Never rises from one to
   * the next.
   */
  readonly chances: readonly number[];
  /** How far each feature moved the chance of a gain of more than .01, the largest first. */
  readonly contributions: readonly Contribution[];
}

export interface Contribution {
  readonly feature: string;
  readonly topic: Topic;
  /** The feature's value; null where it could not be known and the usual value stood in. */
  readonly value: number | null;
  /** In probability: -0.2 lowered the chance by 20 points. */
  readonly effect: number;
}

/** With fewer evaluations than this nothing is predicted. Source: advisor.md, "too few points". */
export const minEvaluations = 5;

/**
 * What the curve up to evaluation `index` promises for the rest of its plan; null of fewer than five evaluations.
 * @throws RangeError where the curve has no such evaluation.
 */
export function outlookAt(curve: LearningCurve, index: number, model: OddsModel): Outlook | null {
  const features = featuresAt(curve, index);
  if (index + 1 < minEvaluations) return null;
  return outlookFrom(features, bestOf(curve, index), model);
}

/** The same from features computed before: fitting computes them once for many models. */
export function outlookFrom(features: Float64Array, standing: Standing, model: OddsModel): Outlook {
  const values = features.map((value, at) => (Number.isNaN(value) ? (model.features[at]?.mean ?? 0) : value));
  const reading = readForest(model.forest, values);
  return {
    ...standing,
    // No mAP rises above 1, whatever runs with more room did.
    chances: Array.from(reading.chances, (chance, at) =>
      standing.best + model.gains[at]! >= 1 ? 0 : calibrated(chance, model),
    ),
    contributions: contributionsOf(features, reading.moves),
  };
}

/** Where a run stands at an evaluation. */
export interface Standing {
  readonly best: number;
  readonly left: number;
  readonly sinceBest: number;
}

export function bestOf(curve: LearningCurve, index: number): Standing {
  let bestIndex = 0;
  for (let at = 1; at <= index; at++) {
    if (curve.map[at]! > curve.map[bestIndex]!) bestIndex = at;
  }
  const done = curve.progress[index]!;
  return {
    best: curve.map[bestIndex]!,
    left: Math.max(0, 1 - done),
    sinceBest: done - curve.progress[bestIndex]!,
  };
}

/** One map for all gains, rising where the slope is positive, so that calibrated chances keep their order. */
export function calibrated(chance: number, model: Pick<OddsModel, 'calibration'>): number {
  const { intercept, slope } = model.calibration;
  return 1 / (1 + Math.exp(-(intercept + slope * logit(chance))));
}

/**
 * The logarithm of the odds of a chance, which is held off 0 and 1: a few hundred runs cannot distinguish one in a
 * thousand from never.
 */
export function logit(chance: number): number {
  const held = Math.min(1 - minChance, Math.max(minChance, chance));
  return Math.log(held / (1 - held));
}

const minChance = 0.002;

function contributionsOf(features: Float64Array, moves: Float64Array): readonly Contribution[] {
  return allFeatures
    .map((feature, at) => {
      const value = features[at]!;
      return {
        feature: feature.name,
        topic: feature.topic,
        value: Number.isNaN(value) ? null : value,
        effect: moves[at]!,
      };
    })
    .toSorted((one, other) => Math.abs(other.effect) - Math.abs(one.effect));
}
