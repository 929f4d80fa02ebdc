import type { Facts } from '../facts.ts';
import { factorsOf, movesText } from '../factors.ts';
import type { Forecast } from '../model/forecast.ts';
import { count } from '../../words/count.ts';
import { duration } from '../../words/duration.ts';
import { points } from '../../words/fraction.ts';
import { oddsText } from '../../words/odds.ts';

/** What speaks for waiting although the curve is flat, with what waiting costs. */
export function waitingLine(held: string, left: number | null): string {
  const cost = left === null ? '' : ` Going on to the end costs ${duration(left)}.`;
  return `${capitalised(held)}, and most schedules gain there: a stop is not advised before that is seen.${cost}`;
}

/** The best mAP that is expected by the planned end, with its interval. */
export function forecastLine({ low, mid, high }: Forecast, mapText: Facts['mapText']): string {
  return `The best by the planned end will be about ${mapText(mid)}, in four of five trainings between ${mapText(low)} and ${mapText(high)}.`;
}

/** The odds that a training gains another point, as a clause: `1 in 20 that it gains another point by epoch 300`. */
export function oddsClause({ judgement, settings, planned, unit }: Facts): string | null {
  if (judgement === null || judgement.chances === null || judgement.worthwhile === null) return null;
  const [chance, gain] =
    settings.minGain <= 0.01
      ? [judgement.chances['0.01'], 'another point']
      : [judgement.worthwhile, `more than ${points(settings.minGain)}`];
  return `${oddsText(chance)} that it gains ${gain}${planned === null ? '' : ` by ${unit} ${count(planned)}`}`;
}

/**
 * What is still to come, as a clause: `about +8 points still to come, most of them by epoch 180`; the odds where that
 * is little, and null where nobody can tell.
 */
export function outlookClause(facts: Facts): string | null {
  const { judgement, best, at, planned, unit } = facts;
  const forecast = judgement?.forecast ?? null;
  if (forecast === null || best === null || at === null) return null;
  const gain = forecast.mid - best.value;
  if (gain < leastWorthNaming) return oddsClause(facts);
  const amount = gain >= 0.03 ? `${Math.round(gain * 100)} points` : points(gain);
  const by = planned === null ? '' : `, most of them by ${unit} ${count(roundedPlace(at, planned))}`;
  return `about +${amount} still to come${by}`;
}

const leastWorthNaming = 0.0075;

/**
 * Where nine tenths of a gain to come are there: at four fifths of the rest of the plan. Source: the median over the
 * corpus' complete runs that still gained a point was .72 to .83, seen from 20 to 80 % of the plan.
 */
function roundedPlace(at: number, planned: number): number {
  const place = at + 0.8 * (planned - at);
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, planned - at))) - 1);
  return Math.min(planned, Math.max(at + 1, Math.round(place / step) * step));
}

/** The odds as a sentence, with what moves them; none where no model can tell. */
export function oddsLines(facts: Facts): string[] {
  const odds = oddsClause(facts);
  const moves = movesText(factorsOf(facts));
  return odds === null ? [] : [`${capitalised(odds)}${moves === null ? '' : `: ${moves}`}.`];
}

/** A clause as the beginning of a sentence. The mAP keeps its small letter, as everywhere. */
export function capitalised(text: string): string {
  return text.startsWith('mAP') ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
