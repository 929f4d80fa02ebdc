import { mapForecast } from '../advisor/basis.ts';
import type { Verdict, VerdictName } from '../advisor/verdict.ts';
import type { Run } from '../run/run.ts';
import { mapCurve } from '../run/selectors.ts';

/** A forecast as it is drawn: the value it starts from, and the ends of its interval and its middle, all fractions. */
export interface Fan {
  readonly start: number;
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/** Returns the fan of the mAP of a run, null for none: as `fanFrom` has it. */
export function fanOf(run: Run, verdict: Pick<Verdict, 'name' | 'forecast' | 'basis'>): Fan | null {
  const { name } = verdict;
  return fanFrom(mapCurve(run).at(-1)?.value ?? null, run.best?.value ?? null, {
    name,
    forecast: mapForecast(verdict),
  });
}

/**
 * Returns the fan from the newest value on, null for none. The forecast is of the best at the end: where the newest
 * value lies below its lower end, a line that climbs from there would promise what nobody expects, so that it starts at
 * the best; and none is drawn of a training whose verdict is that it gets worse.
 */
export function fanFrom(
  last: number | null,
  best: number | null,
  { name, forecast }: { readonly name: string; readonly forecast: Verdict['forecast'] },
): Fan | null {
  if (forecast === null || last === null || gettingWorse.has(name)) return null;
  return { start: last < forecast.low ? Math.max(last, best ?? last) : last, ...forecast };
}

const gettingWorse: ReadonlySet<string> = new Set<VerdictName>([
  'over-fitting',
  'finished-over-fitted',
  'diverged',
  'failed',
  'unstable',
]);

/**
 * Returns the value on the way from the start of a fan to one of its ends, where a `share` (0..1) of the way is done.
 * It changes fast at first, as what is to come mostly comes soon.
 */
export function fanValue(start: number, end: number, share: number): number {
  return start + (end - start) * (1 - (1 - share) ** 2);
}
