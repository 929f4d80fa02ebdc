import type { Evaluation } from '../run/run.ts';
import type { JudgedMetric } from '../run/metric.ts';
import { isKnown } from '../run/selectors.ts';
import { noiseOf } from './model/noise.ts';
import { percent } from '../words/fraction.ts';

/**
 * Over-fitting needs two witnesses: the mAP fell from its peak by more than noise, and the loss says that the training
 * set is being learnt by heart. Either alone is common in healthy runs: 35 % of runs whose validation loss rose still
 * gained more than a point of mAP afterwards.
 */
export interface OverFit {
  /** Both witnesses, on two evaluations in a row; taken back after two clean ones. */
  readonly found: boolean;
  readonly inARow: number;
  /** How far the smoothed mAP is below its peak, as a fraction, and how much of that could be noise. */
  readonly fall: number;
  readonly noise: number;
  /** The second witness in words; null while there is none. */
  readonly loss: string | null;
}

export const noOverFit: OverFit = { found: false, inARow: 0, fall: 0, noise: 0, loss: null };

/**
 * The witnesses as they stand after one more evaluation, the last of those given. While a change of regime is fresh
 * nothing changes.
 */
export function nextOverFit(
  before: OverFit,
  evaluations: readonly Evaluation[],
  metric: JudgedMetric,
  held: boolean,
): OverFit {
  const values = evaluations.map((evaluation) => metric.valueOf(evaluation) ?? 0);
  const peak = values.indexOf(Math.max(...values));
  const noise = noiseOf(values.slice(-30));
  const recent = values.slice(Math.max(peak, values.length - 3));
  const fall = values[peak]! - recent.reduce((sum, value) => sum + value, 0) / recent.length;
  const loss = lossWitness(evaluations, peak);
  if (held) return { ...before, fall, noise, loss };
  const speaks = fall >= Math.max(minFall, 3 * noise) && loss !== null && values.length >= minEvaluations;
  const inARow = speaks === before.found ? 0 : before.inARow + 1;
  const turns = inARow >= checks;
  return { found: turns ? speaks : before.found, inARow: turns ? 0 : inARow, fall, noise, loss };
}

/**
 * Whether over-fitting is sure enough to stop for: five points of mAP lost, and less than one chance in five of another
 * point by the planned end. Of 38 runs of the corpus that this stops, 3 lose more than a point by it. It is taken back
 * above one chance in three, so that it does not flip. `chance` is null where the planned length is not known, and then
 * it never is: 10 of 24 runs that the same rule stopped without a plan lost more than a point.
 */
export function isSure({ found, fall }: OverFit, chance: number | null, before: boolean): boolean {
  if (!found || chance === null) return false;
  return before ? chance < 1 / 3 : fall >= 0.05 && chance < 0.2;
}

/** One point of mAP. Source: the table of verdicts in docs/advisor.md. */
const minFall = 0.01;
const checks = 2;
const minEvaluations = 5;

/**
 * Whether the losses say that only the training set still gets better since the peak: the validation loss rises while
 * the training loss falls, or, where there is no validation loss (Darknet), the training loss falls while the mAP does.
 */
function lossWitness(evaluations: readonly Evaluation[], peak: number): string | null {
  const atPeak = evaluations[peak]!;
  const now = evaluations.slice(-3);
  const train = fallBetween(atPeak.trainLoss, meanOf(now.map((evaluation) => evaluation.trainLoss)));
  if (train === null || train < minChange || peak === evaluations.length - 1) return null;
  const validation = fallBetween(atPeak.validationLoss, meanOf(now.map((evaluation) => evaluation.validationLoss)));
  if (validation === null) return `the training loss fell by another ${percent(train, 0)} since the best mAP`;
  if (validation > -minChange) return null;
  return `since the best mAP the validation loss rose by ${percent(-validation)} while the training loss fell by ${percent(train)}`;
}

/** A loss that moved by less than 1 % has not moved. */
export const minChange = 0.01;

/** The fall as a fraction of the size at the start, negative for a rise; null where either is not known. */
export function fallBetween(from: number | null, to: number | null): number | null {
  if (!isKnown(from) || !isKnown(to) || from === 0) return null;
  return (from - to) / Math.abs(from);
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter(isKnown);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
