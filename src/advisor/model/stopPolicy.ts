import type { CurveFamily } from '../../trainers/trainer.ts';
import type { Outlook } from './outlook.ts';

/** When stopping is advised and when it no longer is. */
export interface StopSettings {
  /** Stopping may be advised while the worth of going on is below this. */
  readonly worth: number;
  /** Advice is taken back once the worth is above this many times `worth`. */
  readonly leaveFactor: number;
  /** Evaluations in a row that it takes to advise, and to take back. */
  readonly checks: number;
  /** Minimum best mAP: a model that finds next to nothing has not levelled off, it has not begun. */
  readonly minBest: number;
  /** With no more of the plan left than this fraction it counts as begun all the same. */
  readonly mustHaveBegun: number;
  /** A stop has to save more of the plan than this fraction: with less left it is not newly advised. */
  readonly minSaving: number;
}

/**
 * The settings for a plan of so many evaluations; null where its length is not known. Two checks and the hysteresis
 * keep the advice from flipping; where evaluations lie 3 % of the plan or more apart, one is enough, as a second comes
 * late. Without a plan it takes six, so that a pause early in a long training is no end. In the last tenth of the plan
 * nothing new is advised. Of DETR-like trainings those that find next to nothing by the middle of their plan are judged
 * like the others. Measured in docs/advisor.md.
 */
export function stopSettings(worth: number, plannedEvaluations: number | null, family: CurveFamily): StopSettings {
  const checks = plannedEvaluations === null ? 6 : plannedEvaluations <= sparseEvaluations ? 1 : 2;
  const mustHaveBegun = family === 'detr' ? 0.5 : 0;
  return { worth, leaveFactor: 3, checks, minBest: 0.1, mustHaveBegun, minSaving: 0.1 };
}

const sparseEvaluations = 33;
/** What is left is a difference of fractions. */
const rounding = 1e-9;

/** What one evaluation says about stopping. */
export interface StopEvidence {
  /** Null while there are too few evaluations. */
  readonly outlook: Outlook | null;
  /**
   * The curve so far does not predict the rest: a drop of the learning rate is known to lie ahead, or the schedule has
   * just changed. Stopping is then not newly advised.
   */
  readonly held: boolean;
}

export interface StopAdvice {
  readonly advised: boolean;
  /** Evaluations in a row that spoke against the present advice. */
  readonly against: number;
}

export const stopStart: StopAdvice = { advised: false, against: 0 };

/** The state after one more evaluation. Fold it over the evaluations of a run, in order, from stopStart. */
export function nextStop(
  state: StopAdvice,
  evidence: StopEvidence,
  gains: readonly number[],
  settings: StopSettings,
): StopAdvice {
  const speaksAgainst = state.advised
    ? speaksForGoingOn(evidence, gains, settings)
    : speaksForStopping(evidence, gains, settings);
  if (!speaksAgainst) return { ...state, against: 0 };
  if (state.against + 1 < settings.checks) return { ...state, against: state.against + 1 };
  return { advised: !state.advised, against: 0 };
}

/**
 * What the rest of the plan is worth: the expected gain of mAP, no gain counted for more than four points, over the
 * square root of the fraction of the plan that it takes. Of the ways to weigh gain against time that were tried in
 * cross-validation (chance alone, gain alone, gain per time) this one saves most at the same loss.
 */
export function worthOfGoingOn(outlook: Outlook, gains: readonly number[]): number {
  let area = 0;
  for (let at = 1; at < gains.length && gains[at]! <= maxCountedGain; at++) {
    const width = gains[at]! - gains[at - 1]!;
    area += (width * (outlook.chances[at]! + outlook.chances[at - 1]!)) / 2;
  }
  return area / Math.sqrt(Math.max(minLeft, outlook.left));
}

const maxCountedGain = 0.04;
const minLeft = 0.001;

function speaksForStopping({ outlook, held }: StopEvidence, gains: readonly number[], settings: StopSettings): boolean {
  if (outlook === null || held) return false;
  if (outlook.left <= settings.minSaving + rounding) return false;
  const hasBegun = outlook.best >= settings.minBest || outlook.left <= settings.mustHaveBegun + rounding;
  return hasBegun && worthOfGoingOn(outlook, gains) < settings.worth;
}

function speaksForGoingOn({ outlook }: StopEvidence, gains: readonly number[], settings: StopSettings): boolean {
  return outlook !== null && worthOfGoingOn(outlook, gains) > settings.leaveFactor * settings.worth;
}
