import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { duration } from '../../words/duration.ts';

/**
 * The mAP that the user asked for is reached, smoothed over three evaluations, on two checks in a row: one lucky
 * evaluation is not enough.
 */
export function targetReached({ curve, settings, metric, metricName, mapText, left }: Facts): RuleResult | null {
  const target = settings.targetMap;
  if (target === null || metric.isLoss || curve.length < 2) return null;
  const now = smoothed(curve, curve.length);
  const before = smoothed(curve, curve.length - 1);
  if (now < target || before < target) return null;
  return {
    name: 'target-reached',
    action: 'may-stop',
    headline: `${metricName} ${mapText(now)} has reached your target of ${mapText(target)}`,
    meaning: 'The model is as good as you asked for. Going on may make it better still, at the price of time.',
    evidence: [
      `The mean of the last evaluations was at or above ${mapText(target)} twice in a row (${mapText(before)}, ${mapText(now)}).`,
    ],
    against:
      left !== null && left > 0
        ? [`The plan has ${duration(left)} left, and a learning rate that still falls may add to it.`]
        : [],
    todo: ['Stop it if that is enough, and test the best weights on images that were in neither set.'],
  };
}

function smoothed(curve: Facts['curve'], end: number): number {
  const values = curve.slice(Math.max(0, end - 3), end);
  return values.reduce((sum, point) => sum + point.value, 0) / values.length;
}
