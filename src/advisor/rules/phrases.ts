import type { Facts } from '../facts.ts';
import type { Forecast } from '../model/forecast.ts';
import { duration } from '../../words/duration.ts';

/** What speaks for waiting although the curve is flat, with what waiting costs. */
export function waitingLine(held: string, left: number | null): string {
  const cost = left === null ? '' : ` Going on to the end costs ${duration(left)}.`;
  return `${capitalised(held)}, and most schedules gain there: a stop is not advised before that is seen.${cost}`;
}

/** The best mAP that is expected by the planned end, with its interval. */
export function forecastLine({ low, mid, high }: Forecast, mapText: Facts['mapText']): string {
  return `The best by the planned end will be about ${mapText(mid)}, in four of five trainings between ${mapText(low)} and ${mapText(high)}.`;
}

/** The strongest reasons of the model in one direction (1 raises the chance of a gain, -1 lowers it), in words. */
export function reasons({ outlook }: NonNullable<Facts['judgement']>, direction: 1 | -1): string[] {
  if (outlook === null) return [];
  return outlook.contributions
    .filter(({ effect, value }) => value !== null && effect * direction > 0.01)
    .slice(0, 3)
    .map(({ words, effect, unusual }) => {
      const side = unusual === 0 ? '' : unusual > 0 ? ' (above the usual)' : ' (below the usual)';
      return `${capitalised(words)}${side}: ${effect > 0 ? 'raises' : 'lowers'} the chance of another point by ${Math.abs(effect * 100).toFixed(0)} points.`;
    });
}

/** A clause as the beginning of a sentence. The mAP keeps its small letter, as everywhere. */
export function capitalised(text: string): string {
  return text.startsWith('mAP') ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
