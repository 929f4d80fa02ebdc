import { count } from '../words/count.ts';
import type { OddsBasis, Verdict } from './verdict.ts';

/** For which end odds and forecast are, after "by" or "at": `the planned end`, `epoch 150`. */
export function endText({ isPlanned, end }: OddsBasis, unit: string): string {
  return isPlanned ? 'the planned end' : `${unit} ${count(Math.round(end))}`;
}

/** The forecast where it is of the mAP, and so can be set beside it; null where it is of another metric, or none. */
export function mapForecast({ forecast, basis }: Pick<Verdict, 'forecast' | 'basis'>): Verdict['forecast'] {
  return basis?.isMap === true ? forecast : null;
}
