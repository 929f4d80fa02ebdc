import type { Model } from '../../src/advisor/model/model.ts';
import { curveFamilies } from '../../src/trainers/trainer.ts';
import type { CorpusRun } from './corpus.ts';
import { crossValidate, foldCount, foldSeed, withOtherStops } from './crossValidate.ts';
import { evaluate } from './evaluation.ts';
import { fitFamilies, minRepositories } from './families/fitFamilies.ts';
import { type BothForesights, foresightOf, ofFamily } from './foresight.ts';
import { sampleRun } from './samples.ts';

export interface FittedCorpus {
  readonly model: Model;
  /** The cross-validation that calibration and thresholds come from. */
  readonly foresights: BothForesights;
}

/**
 * The forest is trained on all runs; its calibration and the thresholds come from models that had not seen the
 * repository they were asked about.
 * @throws Error where the corpus has too few repositories with runs that ran their full budget.
 */
export function fitModel(corpus: readonly CorpusRun[], date: Date): FittedCorpus {
  const runs = corpus.filter((run) => run.ranFullBudget && run.curve.map.length > 0).map(sampleRun);
  const repositories = new Set(runs.map((run) => run.repository)).size;
  if (repositories < 2) {
    throw new Error(`Fitting needs complete runs of at least two repositories, the corpus has ${repositories}.`);
  }
  const foresight = crossValidate(runs, foldCount, foldSeed);
  const foreseen = withOtherStops(foresight);
  const foresights = foresightOf(foreseen);
  const families = fitFamilies(foreseen);
  const withProof = curveFamilies.map((family) => [
    family,
    { ...families[family], proven: isProven(foresights, family) },
  ]);
  return {
    model: {
      corpus: { date: date.toISOString().slice(0, 10), runs: runs.length, repositories },
      ...foresight.whole,
      families: Object.fromEntries(withProof),
    },
    foresights,
  };
}

/** Whether the advice for a family saves more than the best simple rule, over enough repositories to say so. */
function isProven({ planned }: BothForesights, family: (typeof curveFamilies)[number]): boolean {
  const own = ofFamily(planned, family);
  if (new Set(own.runs.map((run) => run.repository)).size < minRepositories) return false;
  return evaluate(own).best.ratio > 1;
}
