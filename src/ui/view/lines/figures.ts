import { hasDiverged, imagesPerSecond, lastResumable, secondsPerStep, unsavedWork } from '../../../run/selectors.ts';
import { lastPoint } from '../../../run/series.ts';
import type { Run } from '../../../run/run.ts';
import { type ScreenFacts, mapUnit, place } from '../../state/facts/facts.ts';
import { count } from '../../../words/count.ts';
import { duration } from '../../../words/duration.ts';
import { metricText } from '../../../words/metric.ts';
import { number } from '../../../words/number.ts';

/** The training loss as it is now: `nan` from the first reading on that is no number. */
export function lossNow({ loss, nonFinite }: Run): string | null {
  if (nonFinite !== null) return 'nan';
  return loss === null ? null : number(loss.last, 'compact');
}

/**
 * The mean IoU of all heads as it is now. A diverged training prints none any more: what it was before is not what it
 * is.
 */
export function iouNow(run: Run): string | null {
  const series = run.series.get('iou');
  const last = series === undefined ? null : lastPoint(series);
  if (last === null) return null;
  return hasDiverged(run) ? 'nan' : metricText(last.y, 'fraction', 'compact');
}

/** `8.4 it/s`, `1.9s/it`, `2m/ep`: the greater one of two that say the same. */
export function speedNow(run: Run): string | null {
  const seconds = secondsPerStep(run);
  const { unit } = place(run);
  if (seconds === null || seconds <= 0) return null;
  if (seconds <= 1) return `${rough(1 / seconds)} ${unit}/s`;
  return `${seconds < 60 ? `${rough(seconds)}s` : duration(seconds, 'compact')}/${unit}`;
}

export function imagesNow(run: Run): string | null {
  const rate = imagesPerSecond(run);
  return rate === null ? null : `${rough(rate)} images/s`;
}

/** A speed, which is never known better. */
function rough(value: number): string {
  return String(Number(value.toPrecision(value < 1000 ? 3 : 4)));
}

/** What a crash now would cost: how far back the last save lies. Null before the first step. */
export function savedNow(run: Run): string | null {
  const { unit, at } = place(run);
  if (at === null) return null;
  if (lastResumable(run) === null) return 'nothing saved yet';
  const { steps } = unsavedWork(run);
  return steps === 0 ? 'just saved' : `saved ${count(steps, 'compact')} ${unit} ago`;
}

/** Precision and recall of the newest evaluation that tells both. */
export function precisionNow(facts: ScreenFacts): string | null {
  const { precision = null, recall = null } = facts.run.evaluations.at(-1) ?? {};
  if (precision === null || recall === null) return null;
  return `P ${metricText(precision, mapUnit(facts), 'compact')} R ${metricText(recall, mapUnit(facts), 'compact')}`;
}
