import type { DetectorOptions } from './kit/detector.ts';
import { createGenericTrainer } from './generic/generic.ts';
import { metricRowOf } from './generic/taught.ts';

/**
 * The user's choice of a log's trainer: which one it is, or how its metrics are printed (`NAME=REGEX`). Plain data,
 * kept with the run.
 */
export type TrainerChoice = string | { readonly taught: readonly string[] };

/**
 * The detector that a choice asks for. A taught metric that another version wrote down and this one cannot read is left
 * out: a training has its keeper all the same.
 */
export async function detectorOptions(choice: TrainerChoice | null): Promise<DetectorOptions> {
  if (choice === null) return {};
  if (typeof choice === 'string') return { force: choice };
  const rows = await Promise.allSettled(choice.taught.map(metricRowOf));
  return { taught: createGenericTrainer(rows.flatMap((row) => (row.status === 'fulfilled' ? [row.value] : []))) };
}
