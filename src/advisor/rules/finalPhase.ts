import { position } from '../../run/reduce.ts';
import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { forecastLines } from './phrases.ts';
import { counted } from '../../words/count.ts';
import { duration } from '../../words/duration.ts';

/** The end is near and the learning rate has come down: this is where a schedule pays. */
export function finalPhase(facts: Facts): RuleResult | null {
  const { run, best, progress, planned, left, unit, metricName, mapText } = facts;
  if (progress === null || planned === null || progress < 0.85 || !learningRateFell(run)) return null;
  const at = position(run) ?? 0;
  return {
    name: 'final-phase',
    action: 'continue',
    headline: `only ${counted(planned - at, unit)}${left === null ? '' : ` (${duration(left)})`} left, with a low learning rate`,
    meaning:
      'The end of the schedule, where the learning rate is small, is where trainings gain what was only noise before.',
    evidence: [
      ...(best === null ? [] : [`Best ${metricName} so far: ${mapText(best.value)}.`]),
      ...forecastLines(facts),
    ],
    todo: ['Let it finish: this is where a schedule pays.'],
  };
}

/** The learning rate is below half of the highest it has been. */
function learningRateFell(run: Facts['run']): boolean {
  const rates = run.evaluations.map((evaluation) => evaluation.learningRate ?? 0);
  const highest = Math.max(0, ...rates);
  return run.learningRate !== null && highest > 0 && run.learningRate < 0.5 * highest;
}
