import { fittedModel, loadModel } from '../../src/advisor/model/loadModel.ts';
import type { Fit, Model } from '../../src/advisor/model/model.ts';
import type { CurveFamily } from '../../src/trainers/trainer.ts';
import { recalibrated } from './calibrate.ts';
import { crossValidate, foldCount, foldSeed, foldsOf, stoppedByOthers, withOtherStops } from './crossValidate.ts';
import { foresee, type ForeseenRun, unplanned } from './foreseen.ts';
import { type Families, fitFamilies } from './families/fitFamilies.ts';
import { fitRegression } from './regression.ts';
import type { SampledRun } from './samples.ts';

/** What was expected of each run, and by which thresholds and forecast it is advised. */
export interface Foresight {
  readonly runs: readonly ForeseenRun[];
  readonly modelOf: (run: ForeseenRun) => Pick<Fit, 'forecast' | 'presets'>;
  /** Whether the planned length is known. */
  readonly isPlanned: boolean;
  /** Per run the chances of the 13-feature regression; null where there is nothing to train it on. */
  readonly regression: ReadonlyMap<string, readonly number[]> | null;
}

/** Of trainings whose planned length is known, and of the same as if it were not, where they are judged then. */
export interface BothForesights {
  readonly planned: Foresight;
  readonly unplanned: Foresight;
}

/**
 * By cross-validation: a run is foreseen by a forest, corrected by a calibration and stopped by thresholds none of
 * which was chosen on a run of its fold.
 */
export function crossValidated(runs: readonly SampledRun[], folds = foldCount): BothForesights {
  const foresights = foresightOf(withOtherStops(crossValidate(runs, folds, foldSeed)));
  return { ...foresights, planned: { ...foresights.planned, regression: regressionOf(runs, folds) } };
}

/** The same of runs that were foreseen before: calibration and thresholds of each fold come from the others. */
export function foresightOf(foreseen: readonly ForeseenRun[]): BothForesights {
  const folds = new Set(foreseen.map((run) => run.fold));
  const fits = new Map([...folds].map((fold) => [fold, fitFamilies(foreseen.filter((run) => run.fold !== fold))]));
  return bothOf(foreseen, (run) => fits.get(run.fold)!);
}

/** By a model as it is: for curves it was not fitted on. */
export function foreseenBy(model: Model, runs: readonly SampledRun[]): BothForesights {
  const loaded = loadModel(model);
  const untouched = { calibration: { intercept: 0, slope: 1 } };
  const { features, gains, forest, families } = loaded;
  const foreseen = runs
    .map((run) => foresee(run, 0, { ...fittedModel(loaded, run.family, true)!, ...untouched }))
    .map((run) => stoppedByOthers(run, { features, gains, forest, families }));
  return bothOf(foreseen, () => model.families);
}

/** Only the runs of a family. */
export function ofFamily(foresight: Foresight, family: CurveFamily): Foresight {
  return { ...foresight, runs: foresight.runs.filter((run) => run.family === family) };
}

function bothOf(foreseen: readonly ForeseenRun[], familiesOf: (run: ForeseenRun) => Families): BothForesights {
  const withFits = (isPlanned: boolean): Foresight => {
    const fitOf = (run: ForeseenRun) => familiesOf(run)[run.family][isPlanned ? 'planned' : 'unplanned'];
    return {
      runs: foreseen.flatMap((run) => {
        const fit = fitOf(run);
        return fit === null ? [] : [recalibrated(isPlanned ? run : unplanned(run), fit)];
      }),
      modelOf: (run) => fitOf(run)!,
      isPlanned,
      regression: null,
    };
  };
  return { planned: withFits(true), unplanned: withFits(false) };
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
