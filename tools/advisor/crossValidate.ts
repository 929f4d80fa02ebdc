import { outlookFrom, type Outlook } from '../../src/advisor/model/outlook.ts';
import type { LoadedModel } from '../../src/advisor/model/loadModel.ts';
import { randomFrom, shuffled } from './random.ts';
import type { SampledRun } from './samples.ts';
import { train, uncalibrated, type TrainedPart } from './train.ts';

/** A run with what a model that has not seen its repository expected at each of its moments. */
export interface ForeseenRun extends SampledRun {
  readonly fold: number;
  readonly outlooks: readonly Outlook[];
}

/** Each repository is foreseen by a model trained on the repositories of the other folds. */
export function crossValidate(
  runs: readonly SampledRun[],
  folds: number,
  seed: number,
  fit: (runs: readonly SampledRun[]) => TrainedPart = train,
): readonly ForeseenRun[] {
  const foldOf = foldsOf(runs, folds, seed);
  return Array.from({ length: folds }, (_, fold) => fold).flatMap((fold) => {
    const tested = runs.filter((run) => foldOf.get(run.repository) === fold);
    if (tested.length === 0) return [];
    const model = uncalibrated(fit(runs.filter((run) => foldOf.get(run.repository) !== fold)));
    return tested.map((run) => foresee(run, fold, model));
  });
}

/** What the model expects at each moment of the run. */
export function foresee(run: SampledRun, fold: number, model: LoadedModel): ForeseenRun {
  const outlooks = run.moments.map(({ features, best, left, sinceBest }) =>
    outlookFrom(features, { best, left, sinceBest }, model),
  );
  return { ...run, fold, outlooks };
}

/** Sorted by name before they are shuffled, so that the folds do not hang on the order of the index. */
export function foldsOf(runs: readonly SampledRun[], folds: number, seed: number): ReadonlyMap<string, number> {
  const repositories = [...new Set(runs.map((run) => run.repository))].toSorted();
  return new Map(shuffled(repositories, randomFrom(seed)).map((repository, at) => [repository, at % folds]));
}
