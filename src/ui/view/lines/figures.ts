import { hasDiverged, imagesPerSecond, secondsPerStep, stateOf, timeLeft } from '../../../run/selectors.ts';
import { lastSave, trainedFrom, unsavedWork } from '../../../run/saves.ts';
import { lastPoint } from '../../../run/series.ts';
import type { Run } from '../../../run/run.ts';
import { type ScreenFacts, isOver, place } from '../../state/facts/facts.ts';
import { count } from '../../../words/count.ts';
import { duration } from '../../../words/duration.ts';
import { metricText } from '../../../words/metric.ts';
import { number } from '../../../words/number.ts';

/**
 * Returns the current training loss; `nan` from the first non-finite reading on. Until an epoch has ended it is that of
 * its bar.
 */
export function lossNow({ loss, nonFinite, batches }: Run): string | null {
  if (nonFinite !== null) return 'nan';
  const now = loss?.last ?? batches?.loss ?? null;
  return now === null ? null : number(now, 'compact');
}

/** Returns how far the epoch is whose bar is drawn. */
export function batchNow({ batches }: Run): string | null {
  if (batches === null || batches.total === 0) return null;
  return `batch ${count(batches.done, 'compact')}/${count(batches.total, 'compact')}`;
}

/** Returns the current mean IoU of all heads; `nan` for a diverged training, which prints none. */
export function iouNow(run: Run): string | null {
  const series = run.series.get('iou');
  const last = series === undefined ? null : lastPoint(series);
  if (last === null) return null;
  return hasDiverged(run) ? 'nan' : metricText(last.y, 'fraction', 'compact');
}

/** Returns `8.4 it/s`, `1.9s/it` or `2m/ep`, whichever has the greater number. */
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

/** Writes a speed in three or four digits: it is never known more exactly. */
function rough(value: number): string {
  return String(Number(value.toPrecision(value < 1000 ? 3 : 4)));
}

/** Returns the seconds to the planned end; null where that is not known, or the training does not go on by itself. */
export function timeToEnd(facts: ScreenFacts): number | null {
  const { run, paused } = facts;
  return isOver(facts) || paused || stateOf(run) === 'failed' ? null : timeLeft(run);
}

/** Returns how far back the last save lies. Null before the first step. */
export function savedNow({ run, trainer }: Pick<ScreenFacts, 'run' | 'trainer'>): string | null {
  const { unit, at } = place(run);
  if (at === null) return null;
  const habits = trainer?.habits ?? null;
  const saved = lastSave(run, habits);
  const { steps } = unsavedWork(run, habits);
  const ago = `${count(steps, 'compact')} ${unit}`;
  if (saved === null) return trainedFrom(run, habits) > 0 ? `resumed ${ago} ago, not saved since` : 'nothing saved yet';
  if (saved.isProbable) return steps === 0 ? 'probably just saved' : `probably saved ${ago} ago`;
  return steps === 0 ? 'just saved' : `saved ${ago} ago`;
}

/** Returns precision and recall of the newest evaluation that has both. */
export function precisionNow(facts: ScreenFacts): string | null {
  const { precision = null, recall = null } = facts.run.evaluations.at(-1) ?? {};
  if (precision === null || recall === null) return null;
  return `P ${metricText(precision, facts.mapUnit, 'compact')} R ${metricText(recall, facts.mapUnit, 'compact')}`;
}
