import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { count } from '../../words/count.ts';
import { points } from '../../words/fraction.ts';

/** The last evaluations dipped far below the best: of 200 such runs 185 beat their best later. */
export function unstable({ best, curve, metric, metricName, mapText, unit }: Facts): RuleResult | null {
  const last = curve.at(-1);
  if (metric.isLoss || last === undefined || best === null || best.value < 0.05 || last.value >= best.value * 0.7)
    return null;
  return {
    name: 'unstable',
    action: 'continue',
    headline: `${metricName} fell to ${mapText(last.value)}, ${points(best.value - last.value)} below its best (${mapText(best.value)} at ${count(best.at)})`,
    meaning:
      'One evaluation is far below the best. Nearly half of all trainings do this at some time, and nine in ten of them beat their best later.',
    evidence: [`Best ${mapText(best.value)} at ${unit} ${count(best.at)}, now ${mapText(last.value)}.`],
    todo: ['Wait for a few more evaluations. If it happens again and again, lower the learning rate.'],
  };
}
