import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import {
  basisLines,
  capitalised,
  forecastLines,
  isNewBest,
  oddsLines,
  outlookClause,
  tellLength,
  waitingLine,
} from './phrases.ts';
import { count, counted } from '../../words/count.ts';

/** Nothing stands out: what more there is to gain, and for how long. */
export function progressing(facts: Facts): RuleResult {
  const { best, at, unit, metric, metricName, mapText, curve, planned, judgement, left } = facts;
  const last = curve.at(-1);
  if (best === null || last === undefined || at === null) {
    return {
      name: 'too-few-points',
      action: 'continue',
      headline: 'not enough has been measured yet',
      meaning: 'Too little is known to say anything.',
      todo: ['Let it run.'],
    };
  }
  const since = at - best.at;
  const slow = since >= 0.1 * (planned ?? at);
  const isNew = isNewBest(facts);
  const ahead = outlookClause(facts);
  const forecast = judgement?.forecast ?? null;
  const gain = forecast === null ? null : forecast.mid - best.value;
  const top = metric.isLoss ? 'lowest' : 'best';
  const bestAt = `${metricName} ${mapText(best.value)} at ${count(best.at)}`;
  return {
    name: slow ? 'slowing' : 'improving',
    action: 'continue',
    ...(isNew && !slow ? {} : { words: gain !== null && gain >= 0.005 ? 'MORE EXPECTED' : 'NO NEW BEST' }),
    headline: [
      since > 0 && !isNew
        ? `no new ${top} for ${counted(since, unit)} (${bestAt})`
        : `${top} ${metricName} ${mapText(best.value)} at ${unit} ${count(best.at)}`,
      ahead ?? (planned === null && !metric.isLoss ? 'the planned length is not known, so there are no odds' : null),
    ]
      .filter((clause) => clause !== null)
      .join('; '),
    meaning: isNew
      ? 'The model is getting better.'
      : 'The gain has become small or has paused. That is common in the middle of a schedule and no reason to stop by itself.',
    evidence: [
      `${capitalised(top)} ${metricName}: ${mapText(best.value)} at ${unit} ${count(best.at)}; now ${mapText(last.value)}.`,
      ...forecastLines(facts),
      ...oddsLines(facts),
    ],
    against: [
      ...(judgement === null || judgement.held === null ? [] : [waitingLine(judgement.held, left)]),
      ...basisLines(facts),
      ...(metric.isLoss ? ['A loss gives no odds: it is judged by patience.'] : leakage(facts)),
    ],
    todo: [planned === null ? `Let it run. ${tellLength(unit)}: then the odds by its end can be told.` : 'Let it run.'],
  };
}

/** mAP50 above .97 within the first tenth of a plan is too good: the validation images may be in the training set. */
function leakage({ curve, planned, metricName, mapText }: Facts): string[] {
  const early = curve.find((point) => point.value > 0.97 && planned !== null && point.at <= 0.1 * planned);
  if (early === undefined || metricName !== 'mAP50') return [];
  return [
    `${metricName} was ${mapText(early.value)} within the first tenth: check that no validation image is in the training set.`,
  ];
}
