import type { OddsModel } from './loadModel.ts';
import type { Outlook } from './outlook.ts';

/**
 * The best mAP expected by the planned end, a fraction: the middle, and the ends of the interval the model was
 * calibrated for.
 */
export interface Forecast {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/**
 * The best mAP by the planned end, which is never below the best so far. The interval covers 80 % of runs in
 * cross-validation, in each quarter of the plan: its quantiles were widened or narrowed until it did (conformal
 * calibration).
 */
export function forecastOf(outlook: Outlook, model: Pick<OddsModel, 'gains' | 'forecast'>): Forecast {
  const at = (quantile: number): number =>
    Math.min(1, outlook.best + gainQuantile(outlook.chances, model.gains, quantile));
  const { tails } = model.forecast;
  const tail = tails[phaseOf(outlook.left, tails.length)]!;
  return { low: at(tail), mid: at(0.5), high: at(1 - tail) };
}

/** In which of so many equal parts of the plan it stands, of which `left` is left, counted from 0. */
export function phaseOf(left: number, phases: number): number {
  return Math.min(phases - 1, Math.max(0, Math.floor((1 - left) * phases)));
}

/** The gain that is not exceeded with the given probability; between two gains on a straight line. */
export function gainQuantile(chances: readonly number[], gains: readonly number[], quantile: number): number {
  const above = chances.findIndex((chance) => chance <= 1 - quantile);
  if (above === 0) return 0;
  if (above === -1) return gains.at(-1)!;
  const from = chances[above - 1]!;
  const to = chances[above]!;
  const low = gains[above - 1]!;
  return low + ((gains[above]! - low) * (from - (1 - quantile))) / (from - to);
}
