import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { forecastLine, reasons, waitingLine } from './phrases.ts';
import { count, counted } from '../../words/count.ts';
import { points } from '../../words/fraction.ts';

/** Nothing stands out: what more there is to gain, and for how long. */
export function progressing(facts: Facts): RuleResult {
  const { best, at, unit, metricName, mapText, curve, planned, judgement, left } = facts;
  const last = curve.at(-1);
  if (best === null || last === undefined || at === null) {
    return {
      name: 'too-few-points',
      action: 'continue',
      headline: 'not enough has been measured yet',
      meaning: 'Go on.',
    };
  }
  const since = at - best.at;
  const slow = since >= 0.1 * (planned ?? at);
  const gain = judgement?.expected ?? null;
  const ahead = gain === null ? '' : `, about +${points(gain)} still to come`;
  return {
    name: slow ? 'slowing' : 'improving',
    action: 'continue',
    headline: slow
      ? `no new best for ${counted(since, unit)} (best ${metricName} ${mapText(best.value)} at ${count(best.at)})${ahead}`
      : `${metricName} ${mapText(last.value)}, best ${mapText(best.value)} at ${unit} ${count(best.at)}${ahead}`,
    meaning: slow
      ? 'The gain has become small or has paused. That is common in the middle of a schedule and no reason to stop by itself.'
      : 'The model is getting better.',
    evidence: [
      `Best ${metricName}: ${mapText(best.value)} at ${unit} ${count(best.at)}; now ${mapText(last.value)}.`,
      ...(gain === null ? [] : [gainLine(gain, left)]),
      ...(judgement?.forecast ? [forecastLine(judgement.forecast, mapText)] : []),
      ...(judgement === null ? [] : reasons(judgement, 1)),
    ],
    against: [
      ...(judgement === null || judgement.held === null ? [] : [waitingLine(judgement.held, left)]),
      ...(judgement === null
        ? ['The planned length is not known, so nobody can say what is still to come.']
        : reasons(judgement, -1)),
      ...leakage(facts),
    ],
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

function gainLine(gain: number, left: number | null): string {
  // Below an hour, a gain per hour would be a figure that nobody can collect.
  const hourly = left !== null && left >= 3600 ? `: ${points(gain / (left / 3600))} per hour` : '';
  return `Trainings that looked like this one gained ${points(gain)} more on average by the end of their plan${hourly}.`;
}
