import type { Model } from '../../src/advisor/model/model.ts';
import { calibrate, recalibrated } from './calibrate.ts';
import type { CorpusRun } from './corpus.ts';
import { crossValidate } from './crossValidate.ts';
import { learnThenTest } from './learnThenTest.ts';
import { sampleRun } from './samples.ts';
import { train } from './train.ts';

/** Folds of the cross-validation, by repository, and the seed that deals them. */
export const foldCount = 10;
export const foldSeed = 1;

/**
 * The forest is trained on all runs; its calibration and the thresholds come from models that had not seen the
 * repository they were asked about.
 * @throws Error where the corpus has too few repositories with runs that ran their full budget.
 */
export function fitModel(corpus: readonly CorpusRun[], date: Date): Model {
  const runs = corpus.filter((run) => run.ranFullBudget).map(sampleRun);
  const repositories = new Set(runs.map((run) => run.repository)).size;
  if (repositories < 2) {
    throw new Error(`Fitting needs complete runs of at least two repositories, the corpus has ${repositories}.`);
  }
  const foreseen = crossValidate(runs, foldCount, foldSeed);
  const calibration = calibrate(foreseen);
  const corrected = foreseen.map((run) => recalibrated(run, calibration));
  return {
    corpus: { date: date.toISOString().slice(0, 10), runs: runs.length, repositories },
    ...train(runs),
    ...calibration,
    presets: learnThenTest(corrected),
  };
}
