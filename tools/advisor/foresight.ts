import { loadModel } from '../../src/advisor/model/loadModel.ts';
import type { Model } from '../../src/advisor/model/model.ts';
import { calibrate, recalibrated } from './calibrate.ts';
import { crossValidate, foldsOf, foresee, type ForeseenRun } from './crossValidate.ts';
import { foldSeed, foldCount } from './fitModel.ts';
import { learnThenTest } from './learnThenTest.ts';
import { fitRegression } from './regression.ts';
import type { SampledRun } from './samples.ts';

/** What was expected of each run, and by which thresholds and forecast it is advised. */
export interface Foresight {
  readonly runs: readonly ForeseenRun[];
  readonly modelOf: (run: ForeseenRun) => Pick<Model, 'forecast' | 'presets'>;
  /** Per run the chances of the 13-feature regression; null where there is nothing to train it on. */
  readonly regression: ReadonlyMap<string, readonly number[]> | null;
}

/**
 * By cross-validation: a run is foreseen by a forest, corrected by a calibration and stopped by thresholds none of
 * which was chosen on a run of its fold.
 */
export function crossValidated(runs: readonly SampledRun[], folds = foldCount): Foresight {
  const foreseen = crossValidate(runs, folds, foldSeed);
  const models = new Map<number, Pick<Model, 'forecast' | 'presets'>>();
  const corrected: ForeseenRun[] = [];
  for (const fold of new Set(foreseen.map((run) => run.fold))) {
    const others = foreseen.filter((run) => run.fold !== fold);
    const calibration = calibrate(others);
    const presets = learnThenTest(others.map((run) => recalibrated(run, calibration)));
    models.set(fold, { ...calibration, presets });
    corrected.push(...foreseen.filter((run) => run.fold === fold).map((run) => recalibrated(run, calibration)));
  }
  return { runs: corrected, modelOf: (run) => models.get(run.fold)!, regression: regressionOf(runs, folds) };
}

/** By a model as it is: for curves it was not fitted on. */
export function foreseenBy(model: Model, runs: readonly SampledRun[]): Foresight {
  const loaded = loadModel(model);
  return { runs: runs.map((run) => foresee(run, 0, loaded)), modelOf: () => model, regression: null };
}

function regressionOf(runs: readonly SampledRun[], folds: number): ReadonlyMap<string, readonly number[]> {
  const foldOf = foldsOf(runs, folds, foldSeed);
  const chances = new Map<string, readonly number[]>();
  for (const fold of new Set(foldOf.values())) {
    const foreseen = fitRegression(runs.filter((run) => foldOf.get(run.repository) !== fold));
    for (const run of runs) {
      if (foldOf.get(run.repository) === fold) chances.set(run.id, foreseen(run));
    }
  }
  return chances;
}
