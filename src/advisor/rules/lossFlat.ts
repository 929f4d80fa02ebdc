import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import type { Preset } from '../model/model.ts';
import { count, counted } from '../../words/count.ts';
import { duration } from '../../words/duration.ts';
import { percent } from '../../words/fraction.ts';

/**
 * The loss that the user wants judged has not beaten its lowest for long. No odds are known of a loss, so that this is
 * patience: a share of the plan, or of the training so far where the plan is not known.
 */
export function lossFlat({ metric, settings, best, at, planned, curve, unit, left, mapText, metricName }: Facts) {
  if (!metric.isLoss || best === null || at === null || curve.length < minEvaluations) return null;
  const isPlanned = planned !== null && at <= planned;
  const share = (isPlanned ? patience : patienceSoFar)[settings.preset];
  const since = at - best.at;
  if (since < share * (isPlanned ? planned : at)) return null;
  const of = isPlanned ? 'the plan' : 'the training so far';
  return {
    name: 'plateau',
    action: 'may-stop',
    headline: `no new lowest ${metricName} for ${counted(since, unit)} (${mapText(best.value)} at ${count(best.at)})`,
    meaning: `The ${metricName} has not fallen for ${percent(share, 0)} of ${of}: that is the patience of the advice "${settings.preset}".`,
    evidence: left === null ? [] : [`Going on to the end takes another ${duration(left)}.`],
    against: ['A loss gives no odds: the mAP may still rise while it does not fall.'],
    causes: ['the model has learnt what this data set can teach it', 'it begins to learn the training images by heart'],
    todo: ['Stop and keep the best weights.', 'Judge by the mAP where it is printed: --metric map50-95.'],
  } satisfies RuleResult;
}

/**
 * Measured on the validation losses of 421 complete trainings of 187 repositories: stopping after these shares loses
 * more than 1 % of the lowest loss in 4.2, 6.9 and 17.3 % of them, and saves 7, 11 and 19 % of the plan; without a
 * plan, in about 5, 7.8 and 14.6 %, and saves 7, 10 and 17 %.
 */
const patience: Readonly<Record<Preset, number>> = { careful: 0.4, balanced: 0.3, saver: 0.2 };
const patienceSoFar: Readonly<Record<Preset, number>> = { careful: 0.85, balanced: 0.75, saver: 0.55 };
const minEvaluations = 10;
