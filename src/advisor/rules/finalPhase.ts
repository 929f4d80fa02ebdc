import { position } from '../../run/reduce.ts';
import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { forecastLines } from './phrases.ts';
import { counted } from '../../words/count.ts';
import { duration } from '../../words/duration.ts';

/** The end is near and the learning rate has come down. */
export function finalPhase(facts: Facts): RuleResult | null {
  const { run, best, progress, planned, left, unit, metricName, mapText } = facts;
  if (progress === null || planned === null || progress < 0.85 || !learningRateFell(run)) return null;
  const at = position(run) ?? 0;
  return {
    name: 'final-phase',
    action: 'continue',
    headline: `only ${counted(planned - at, unit)}${left === null ? '' : ` (${duration(left)})`} left, with a low learning rate`,
    meaning:
      'Near the end of a schedule the learning rate is small: the mAP usually rises a little more there, and becomes steady.',
    evidence: [
      ...(best === null ? [] : [`Best ${metricName} so far: ${mapText(best.value)}.`]),
      ...forecastLines(facts),
    ],
    todo: ['Let it finish: the last part of a schedule usually adds to the mAP.'],
  };
}

/** The learning rate is below half of the highest it has been. */
function learningRateFell(run: Facts['run']): boolean {
  const rates = run.evaluations.map((evaluation) => evaluation.learningRate ?? 0);
  const highest = Math.max(0, ...rates);
  return run.learningRate !== null && highest > 0 && run.learningRate < 0.5 * highest;
}
