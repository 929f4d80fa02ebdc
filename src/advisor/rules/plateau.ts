import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { recentGain } from '../factors.ts';
import { basisLines, isNewBest, oddsClause, oddsLines, waitingLine } from './phrases.ts';
import { count, counted } from '../../words/count.ts';
import { duration } from '../../words/duration.ts';

/** The rest of the plan is not worth its time any more, on two checks in a row. */
export function plateau(facts: Facts): RuleResult | null {
  const { best, judgement, at, unit, metricName, mapText, left } = facts;
  if (judgement === null || !judgement.stop.advised || judgement.worthwhile === null || best === null || at === null)
    return null;
  const odds = oddsClause(facts);
  const bestAt = `${metricName} ${mapText(best.value)} at ${count(best.at)}`;
  const rises = isNewBest(facts) ? recentGain(facts) : null;
  return {
    name: 'plateau',
    action: 'may-stop',
    headline: [
      rises === null ? `no new best for ${counted(at - best.at, unit)} (${bestAt})` : `${rises} (best ${bestAt})`,
      ...(odds === null ? [] : [odds]),
    ].join('; '),
    meaning:
      'The model has stopped getting better, and trainings that looked like this one seldom gained more by going on.',
    evidence: [...oddsLines(facts), ...(left === null ? [] : [`Going on to the end takes another ${duration(left)}.`])],
    against: [...(judgement.held === null ? [] : [waitingLine(judgement.held, left)]), ...basisLines(facts)],
    causes: [
      'the model has learnt what this data set can teach it',
      'the learning rate is too small to move it any further',
    ],
    todo: [
      'Stop and keep the best weights.',
      'To get further: check the labels, add variety to the worst classes, then try a larger image size or model, then more data.',
    ],
  };
}
