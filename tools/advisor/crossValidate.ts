import { unpackForest } from '../../src/advisor/model/forest.ts';
import type { LoadedModel } from '../../src/advisor/model/loadModel.ts';
import { randomFrom, shuffled } from './random.ts';
import type { SampledRun } from './samples.ts';
import { foresee, type ForeseenRun } from './foreseen.ts';
import { type Families, fitFamilies } from './families/fitFamilies.ts';
import { otherStopOf } from './families/otherStops.ts';
import { never, train, uncalibrated, type TrainedPart } from './train.ts';

/** Folds of the cross-validation, by repository, and the seed that deals them. */
export const foldCount = 10;
export const foldSeed = 1;

export interface Foreseen {
  readonly runs: readonly ForeseenRun[];
  /** What was trained without the runs of a fold. */
  readonly parts: ReadonlyMap<number, TrainedPart>;
  /** What was trained on all of YOLO's runs: no run of another family is among them. */
  readonly whole: TrainedPart;
}

/**
 * Each repository of YOLO is foreseen by a model trained on the repositories of the other folds, those of other
 * families by one trained on all of YOLO.
 */
export function crossValidate(
  runs: readonly SampledRun[],
  folds: number,
  seed: number,
  fit: (runs: readonly SampledRun[]) => TrainedPart = train,
): Foreseen {
  const foldOf = foldsOf(runs, folds, seed);
  const parts = new Map<number, TrainedPart>();
  for (const fold of new Set(foldOf.values())) {
    parts.set(fold, fit(runs.filter((run) => foldOf.get(run.repository) !== fold)));
  }
  const whole = fit(runs);
  const models = new Map([...parts].map(([fold, part]) => [fold, uncalibrated(part)]));
  const ofOthers = uncalibrated(whole);
  const foreseen = runs.map((run) => {
    const fold = foldOf.get(run.repository)!;
    return foresee(run, fold, run.family === 'yolo' ? models.get(fold)! : ofOthers);
  });
  return { runs: foreseen, parts, whole };
}

/** The same runs with where the other rules of the program stop them, told their planned length and not. */
export function withOtherStops({ runs, parts, whole }: Foreseen): readonly ForeseenRun[] {
  const ofOthers = unpackForest(whole.forest);
  const models = new Map(
    [...parts].map(([fold, part]) => {
      const others = runs.filter((run) => run.fold !== fold);
      return [fold, { ...part, forest: unpackForest(part.forest), families: fitFamilies(others, () => never) }];
    }),
  );
  return runs.map((run) => {
    const model = models.get(run.fold)!;
    return stoppedByOthers(run, run.family === 'yolo' ? model : { ...model, ...whole, forest: ofOthers });
  });
}

/** The run with where the rules of the program that no preset sets would stop it. */
export function stoppedByOthers(
  run: ForeseenRun,
  { families, ...model }: Pick<LoadedModel, 'features' | 'gains' | 'forest'> & { readonly families: Families },
): ForeseenRun {
  const { planned, unplanned: withoutPlan } = families[run.family];
  const silent = {
    ...families[run.family],
    proven: false,
    planned: { ...planned, presets: never },
    unplanned: withoutPlan === null ? null : { ...withoutPlan, presets: never },
  };
  const ofAll = { yolo: silent, darknet: silent, detr: silent, mmdetection: silent, other: silent };
  const loaded = { ...model, corpus: { date: '', runs: 0, repositories: 0 }, families: ofAll };
  return {
    ...run,
    otherStop: otherStopOf(run, loaded, true),
    unplannedOtherStop: otherStopOf(run, loaded, false),
  };
}

/** Sorted by name before they are shuffled, so that the folds do not hang on the order of the index. */
export function foldsOf(runs: readonly SampledRun[], folds: number, seed: number): ReadonlyMap<string, number> {
  const repositories = [...new Set(runs.map((run) => run.repository))].toSorted();
  return new Map(shuffled(repositories, randomFrom(seed)).map((repository, at) => [repository, at % folds]));
}
