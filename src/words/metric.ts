import { percent } from './fraction.ts';
import type { Notation } from './notation.ts';

/** How a metric that is a fraction is written for a person. */
export type MetricUnit = 'percent' | 'fraction';

/** A mAP, an IoU, a precision or a recall: `83.1 %`, or as a fraction `0.831` in a sentence and `.8312` compact. */
export function metricText(
  value: number,
  unit: MetricUnit,
  notation: Notation = 'sentence',
  digits = notation === 'sentence' ? 3 : 4,
): string {
  if (!Number.isFinite(value)) return 'nan';
  const isCompact = notation === 'compact';
  if (unit === 'percent') return percent(value);
  return isCompact ? value.toFixed(digits).replace(/^(-?)0\./, '$1.') : value.toFixed(digits);
}

/** The same without its unit, where that stands beside it: `83.1`. */
export function metricNumber(value: number, unit: MetricUnit, notation?: Notation): string {
  return metricText(value, unit, notation).replace(/ %$/, '');
}

/** What each metric is called. */
export const metricTitles = { map50: 'mAP50', map50To95: 'mAP50-95', f1: 'F1' } as const;

/**
 * The change of a fraction in points: `+0.3` or `-2.1`; an empty text where nothing is known or nothing has changed.
 */
export function changeInPoints(before: number | null, now: number | null): string {
  if (now === null || before === null) return '';
  const points = (now - before) * 100;
  return Math.abs(points) < 0.05 ? '' : `${points > 0 ? '+' : ''}${points.toFixed(1)}`;
}
