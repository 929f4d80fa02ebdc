import { endText } from '../basis.ts';
import type { Facts } from '../facts.ts';
import { factorsOf, movesText } from '../factors.ts';
import { count, counted } from '../../words/count.ts';
import { duration } from '../../words/duration.ts';
import { points } from '../../words/fraction.ts';
import { oddsText } from '../../words/odds.ts';

/** What speaks for waiting although the curve is flat, with what waiting costs. */
export function waitingLine(held: string, left: number | null): string {
  const cost = left === null ? '' : ` Going on to the end costs ${duration(left)}.`;
  return `${capitalised(held)}, and most schedules gain there: a stop is not advised before that is seen.${cost}`;
}

/** The best mAP that is expected by the end, with its interval; none where no model can tell. */
export function forecastLines({ judgement, mapText, unit }: Facts): string[] {
  const { forecast = null, basis = null } = judgement ?? {};
  if (forecast === null || basis === null) return [];
  const { low, mid, high } = forecast;
  return [
    `The best by ${endText(basis, unit)} will be about ${mapText(mid)}, in four of five trainings between ${mapText(low)} and ${mapText(high)}.`,
  ];
}

/** The best is new while it is among the last three evaluations. */
export function isNewBest({ best, curve }: Pick<Facts, 'best' | 'curve'>): boolean {
  const from = curve.at(-Math.min(3, curve.length));
  return best !== null && from !== undefined && best.at >= from.at;
}

/** What the odds do not know, as sentences: the planned end, or enough trainings like this one. */
export function basisLines({ judgement, unit }: Facts): string[] {
  const basis = judgement?.basis ?? null;
  if (basis === null) return [];
  const { isPlanned, metric, isMap, end, proven, repositories } = basis;
  return [
    ...(isMap ? [] : [`The odds were measured on mAP, not on ${metric}: trust them less.`]),
    ...(isPlanned
      ? []
      : [
          `The planned length is not known: the odds are for an end at ${unit} ${count(Math.round(end))}, half as long again as now. ${tellLength(unit)}.`,
        ]),
    ...(proven
      ? []
      : [
          `Few trainings like this one were measured (${repositories === 0 ? 'none' : counted(repositories, 'project')}): trust these odds less.`,
        ]),
  ];
}

/** How the planned length is told, as the beginning of a sentence. */
export function tellLength(unit: Facts['unit']): string {
  return `Tell how long it is to be (--max-${unit}s N)`;
}

/** The odds that a training gains another point, as a clause: `1 in 20 that it gains another point by epoch 300`. */
export function oddsClause({ judgement, settings, unit }: Facts): string | null {
  const { chances = null, worthwhile = null, basis = null } = judgement ?? {};
  if (chances === null || worthwhile === null || basis === null) return null;
  const [chance, gain] =
    settings.minGain <= 0.01
      ? [chances['0.01'], 'another point']
      : [worthwhile, `more than ${points(settings.minGain)}`];
  const { end, isPlanned } = basis;
  return `${oddsText(chance)} that it gains ${gain} by ${unit} ${count(Math.round(end))}${isPlanned ? '' : ' (planned length not known)'}`;
}

/**
 * What is still to come, as a clause: `about +8 points still to come, most of them by epoch 180`; the odds where that
 * is little, and null where nobody can tell.
 */
export function outlookClause(facts: Facts): string | null {
  const { judgement, best, at, unit } = facts;
  const { forecast = null, basis = null } = judgement ?? {};
  if (forecast === null || basis === null || best === null || at === null) return null;
  const gain = forecast.mid - best.value;
  if (gain < leastWorthNaming) return oddsClause(facts);
  const amount = gain >= 0.03 ? `${Math.round(gain * 100)} points` : points(gain);
  const by = basis.isPlanned
    ? `, most of them by ${unit} ${count(roundedPlace(at, basis.end))}`
    : ` by ${unit} ${count(Math.round(basis.end))} (planned length not known)`;
  return `about +${amount} still to come${by}`;
}

const leastWorthNaming = 0.0075;

/**
 * Where nine tenths of a gain to come are there: at four fifths of the rest of the plan. Source: the median over the
 * corpus' complete runs that still gained a point was .70 to .80, seen from 20 to 80 % of the plan.
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
