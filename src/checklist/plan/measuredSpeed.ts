import type { Run } from '../../run/run.ts';
import { position } from '../../run/reduce.ts';
import type { PlannedSpeed } from './planTraining.ts';

/**
 * Training images per second over a whole training so far, by the clock: what it read, evaluations and saves included.
 * `seconds` is how long it has run. Null while it is too short to say, or where the log does not tell how many images a
 * step has.
 */
export function measuredSpeed(run: Run, seconds: number, source: string): PlannedSpeed | null {
  const images = imagesSeen(run);
  return images === null || images <= 0 || seconds <= 0 ? null : { imagesPerSecond: images / seconds, source };
}

/** Images that this process was trained on: a resumed training begins to count anew. */
function imagesSeen(run: Run): number | null {
  if (run.axis === 'iteration') {
    const at = position(run);
    const perStep = run.images !== null && at !== null && at > 0 ? run.images / at : run.plan.batch;
    return run.iterations === null || perStep === null
      ? null
      : (run.iterations.last - run.iterations.first + 1) * perStep;
  }
  if (run.epochs === null || run.plan.trainingImages === null) return null;
  return (run.epochs.last - run.epochs.first + 1) * run.plan.trainingImages;
}
