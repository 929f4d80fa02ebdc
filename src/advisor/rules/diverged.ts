import { saveFromBefore } from '../../run/saves.ts';
import { hasDiverged, isKnown } from '../../run/selectors.ts';
import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { count, counted } from '../../words/count.ts';
import { number } from '../../words/number.ts';

/**
 * The training loss is NaN or infinite for two readings in a row. A single one, and any number of non-finite
 * *validation* losses or region lines, happens in healthy trainings.
 */
export function diverged(facts: Facts): RuleResult | null {
  const { run, unit } = facts;
  if (!hasDiverged(run)) return blownUp(facts);
  const { readings, since } = run.nonFinite!;
  return {
    name: 'diverged',
    action: 'stop',
    headline: `the training loss is NaN since ${unit} ${count(since)} (${counted(readings, 'reading')})`,
    meaning:
      'The weights are destroyed: no further training will bring them back, and the next save overwrites good weights with broken ones.',
    evidence: [
      `${counted(readings, 'reading')} of the training loss in a row ${readings === 1 ? 'was' : 'were'} nan or inf, the first at ${unit} ${count(since)}.`,
      ...(run.loss === null
        ? []
        : [`The last finite loss was ${number(run.loss.last)}, the lowest ${number(run.loss.min)}.`]),
    ],
    ...blowUp(facts, since),
  };
}

/**
 * The loss is still a number, but three times its best while less than a tenth of the best mAP is left, for five
 * evaluations or a twentieth of the plan. Source: the table of verdicts in docs/advisor.md.
 */
function blownUp(facts: Facts): RuleResult | null {
  const { run, plannedEvaluations, settings, unit, metric, metricName, mapText, best, curve } = facts;
  const needed = Math.ceil(Math.max(5, 0.05 * (plannedEvaluations ?? 0)));
  const evaluations = run.evaluations.slice(settings.ignoreFirst);
  const recent = curve.slice(-needed);
  const losses = evaluations.map(({ trainLoss }) => trainLoss).filter(isKnown);
  const lowest = Math.min(...losses);
  if (
    metric.isLoss ||
    best === null ||
    best.value < 0.05 ||
    recent.length < needed ||
    losses.length <= needed ||
    lowest <= 0
  )
    return null;
  const high = losses.slice(-needed).every((loss) => loss > 3 * lowest);
  if (!high || !recent.every(({ value }) => value < 0.1 * best.value)) return null;
  const lastWell = curve.findLast(({ value }) => value >= 0.1 * best.value)?.at ?? 0;
  return {
    name: 'diverged',
    action: 'stop',
    headline: `the training loss is ${number(Number(losses.at(-1)))}, ${number(Number(losses.at(-1)) / lowest)} times its lowest, and ${metricName} is down to ${mapText(recent.at(-1)!.value)}`,
    meaning:
      'The training has blown up: what the model had learnt is gone, and the next save overwrites good weights with broken ones.',
    evidence: [
      `For ${counted(needed, 'evaluation')} the training loss has been more than three times its lowest (${number(lowest)}).`,
      `${metricName} was ${mapText(best.value)} at ${unit} ${count(best.at)} and has been below a tenth of that since.`,
    ],
    ...blowUp(facts, lastWell + 1),
  };
}

/** `since`: the first place at which the weights were broken. */
function blowUp({ run, over, unit }: Facts, since: number): Pick<RuleResult, 'causes' | 'todo' | 'keep'> {
  const rate = run.learningRate;
  const keep = saveFromBefore(run, since);
  return {
    keep,
    causes: [
      `a learning rate that is too high${rate === null ? '' : ` (it is ${number(rate)} now)`}`,
      'a burn-in or warm-up that is too short',
      'broken labels: boxes outside the image, of zero size, or not numbers',
      'mixed precision overflow',
    ],
    todo: [
      over
        ? 'Do not go on from what was saved since: those weights are broken like the loss.'
        : 'Stop now, before the last good weights are overwritten, and copy what is saved.',
      keep === null
        ? 'Divide the learning rate by 10, or lengthen the burn-in, and start again: no weights from before it happened are known to be left.'
        : `Divide the learning rate by 10, or lengthen the burn-in, and go on from ${keep.path} (${unit} ${count(keep.at!)}).`,
      'Check the labels of the training set.',
    ],
  };
}
