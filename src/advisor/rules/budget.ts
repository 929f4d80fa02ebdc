import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { count, counted } from '../../words/count.ts';
import { duration } from '../../words/duration.ts';
import { percent } from '../../words/fraction.ts';

/**
 * What the guide says to try when the time is spent and the model is not good enough, cheapest first. Source: AugeLab
 * Studio, "When to Stop Training".
 */
const whenTheTimeIsSpent: readonly string[] = [
  'Check the accuracy of the annotations: a few wrong labels cost more than many missing ones.',
  'Add variety to the classes that score worst, and images without any object.',
  'Try a larger or smaller model, or another batch size.',
  'Add more data.',
];

/** The time, iteration or epoch budget that the user set is used up. */
export function budgetSpent(facts: Facts): RuleResult | null {
  const spent = spentBudget(facts);
  if (spent === null) return null;
  const { best, settings, metricName, mapText } = facts;
  const reached = best !== null && settings.targetMap !== null && best.value >= settings.targetMap;
  return {
    name: 'budget-spent',
    action: 'stop',
    headline: spent,
    meaning: reached
      ? 'The budget is used up and the target is reached: this training is done.'
      : 'The budget that you set is used up. The learning rate was planned for a longer training, so the gain that usually comes at the end is missing.',
    evidence: [spent, ...(best === null ? [] : [`Best ${metricName}: ${mapText(best.value)}.`])],
    against: facts.left !== null && facts.left > 0 ? [`The plan goes on for another ${duration(facts.left)}.`] : [],
    todo: ['Stop it, and keep the best weights.', ...(reached ? [] : (facts.afterBudget ?? whenTheTimeIsSpent))],
  };
}

/**
 * At this speed the budget ends before the plan does. Source of the figures: fixed schedules cut at 80, 70 and 50 %
 * cost 1.6, 2.8 and 6.3 points of mAP on average over 431 runs, each of 193 repositories counting the same, because the
 * gain comes with the decay of the learning rate.
 */
export function budgetCutsSchedule({ settings, left, planned, unit, at, trained }: Facts): RuleResult | null {
  if (settings.maxTime === null || left === null || planned === null || at === null) return null;
  const needed = trained + left;
  if (needed <= settings.maxTime * 1.02 || trained <= 0) return null;
  const share = settings.maxTime / needed;
  const reachable = Math.floor(planned * share);
  return {
    name: 'budget-cuts-schedule',
    action: 'watch',
    headline: `the budget of ${duration(settings.maxTime)} ends at ${percent(share, 0)} of the plan`,
    meaning:
      'The learning rate is planned for the whole length, and most of the late gain comes when it falls. Cutting the end off loses that gain.',
    evidence: [
      `At the speed so far the plan takes ${duration(needed)}, the budget is ${duration(settings.maxTime)}.`,
      `Cutting a schedule at ${percent(share, 0)} costs about ${cutCost(share).toFixed(1)} points of mAP on average.`,
    ],
    todo: [
      `Start again, or go on, with a plan of ${counted(reachable, unit)}: a shorter schedule that ends is better than a long one that is cut.`,
    ],
  };
}

function spentBudget({ run, settings, trained }: Facts): string | null {
  if (settings.maxTime !== null && trained >= settings.maxTime) {
    return `the time budget of ${duration(settings.maxTime)} is spent`;
  }
  if (settings.maxIterations !== null && run.iterations !== null && run.iterations.last >= settings.maxIterations) {
    return `the budget of ${count(settings.maxIterations)} iterations is spent`;
  }
  if (settings.maxEpochs !== null && run.epochs !== null && run.epochs.last >= settings.maxEpochs) {
    return `the budget of ${count(settings.maxEpochs)} epochs is spent`;
  }
  return null;
}

/**
 * Points of mAP lost by cutting a fixed schedule at this share of it: between the measured places, on straight lines.
 */
export function cutCost(share: number): number {
  const measured = [
    { share: 1, cost: 0 },
    { share: 0.8, cost: 1.6 },
    { share: 0.7, cost: 2.8 },
    { share: 0.5, cost: 6.3 },
  ];
  const after = measured.findIndex((point) => share >= point.share);
  if (after === -1) return measured.at(-1)!.cost;
  if (after === 0) return 0;
  const upper = measured[after - 1]!;
  const lower = measured[after]!;
  return lower.cost + ((share - lower.share) / (upper.share - lower.share)) * (upper.cost - lower.cost);
}
