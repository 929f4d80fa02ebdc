import type { DetectorOptions } from './kit/detector.ts';
import { createGenericTrainer } from './generic/generic.ts';
import { metricRowOf } from './generic/metrics.ts';

/**
 * The user's choice of a log's trainer: which one it is, or how its metrics are printed (`NAME=REGEX`). Plain data,
 * kept with the run.
 */
export type TrainerChoice = string | { readonly taught: readonly string[] };

/** The detector that a choice asks for. Throws a full sentence when a taught metric makes no sense. */
export function detectorOptions(choice: TrainerChoice | null): DetectorOptions {
  if (choice === null) return {};
  if (typeof choice === 'string') return { force: choice };
  return { taught: createGenericTrainer(choice.taught.map(metricRowOf)) };
}
