import { endText } from '../basis.ts';
import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { basisLines, capitalised } from './phrases.ts';
import { count, counted } from '../../words/count.ts';
import { points } from '../../words/fraction.ts';
import { oddsText } from '../../words/odds.ts';

/**
 * Both witnesses of over-fitting, and the best lies at least a tenth of the plan back. The witnesses alone are no
 * reason to stop: of the 126 runs of 431 that had both at some time, 52 beat their best by more than a point later.
 * So it is watched until the measured model sees no gain ahead either.
 */
export function overFitting(facts: Facts): RuleResult | null {
  const { best, judgement, at, planned, unit, metricName, mapText } = facts;
  if (judgement === null || !judgement.overFit.found || best === null || at === null) return null;
  if (at - best.at < 0.1 * (planned ?? at)) return null;
  const { fall, loss, noise } = judgement.overFit;
  const mayStop = judgement.stop.advised || judgement.overFitSure;
  return {
    name: 'over-fitting',
    action: mayStop ? 'may-stop' : 'watch',
    headline: `${metricName} fell ${points(fall)} from its best (${mapText(best.value)} at ${count(best.at)}); the training loss still falls`,
    meaning:
      'The model now learns the training images by heart: it gets better on them and worse on all others. Keep the best weights, not the last.',
    evidence: [
      `${metricName}, smoothed, is ${points(fall)} below its best${noise > 0 ? `; noise explains about ${points(noise)}` : ''}.`,
      ...(loss === null ? [] : [`${capitalised(loss)}.`]),
      `The best lies ${counted(at - best.at, unit)} back.`,
    ],
    against: chanceAgainst(facts),
    causes: [
      'too few or too similar training images',
      'wrong labels, which can only be learnt by heart',
      'a model that is too large for the data',
    ],
    todo: [
      mayStop
        ? 'Keep the best weights, not the last, and stop.'
        : 'Look again in a few evaluations: 4 in 10 such trainings still beat their best.',
      ...whenOverFitted,
    ],
  };
}

/** What helps against over-fitting, cheapest first. */
export const whenOverFitted: readonly string[] = [
  'Check the labels of the training set.',
  'Add images, variety and augmentation before training longer.',
];

function chanceAgainst(facts: Facts): string[] {
  const { chances = null, basis = null } = facts.judgement ?? {};
  if (chances === null || basis === null) return [];
  return [
    `The odds that it still gains a point by ${endText(basis, facts.unit)}: ${oddsText(chances['0.01'])}.`,
    ...basisLines(facts),
  ];
}
