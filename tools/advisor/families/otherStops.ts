import { createAdvisor } from '../../../src/advisor/advisor.ts';
import type { LoadedModel } from '../../../src/advisor/model/loadModel.ts';
import { defaultSettings } from '../../../src/advisor/verdict.ts';
import { reduce } from '../../../src/run/reduce.ts';
import { createRun } from '../../../src/run/run.ts';
import { unknownHabits } from '../../../src/trainers/kit/habits.ts';
import type { CorpusRun } from '../corpus.ts';

/** What the rules of the whole program say of a run, apart from the one whose threshold a preset sets. */
export interface OtherStop {
  /** The evaluation at which one of them would first have said stop. */
  readonly index: number;
  readonly verdict: string;
}

/**
 * Takes the run through the whole program, with a model that itself never says stop; null where no rule does.
 * `isPlanned`: whether the program is told how long the run is to be.
 */
export function otherStopOf(run: CorpusRun, model: LoadedModel, isPlanned: boolean): OtherStop | null {
  const { map, map50, progress, trainLoss, validationLoss, learningRate } = run.curve;
  const read = createRun();
  const advisor = createAdvisor(defaultSettings, model);
  const habits = { ...unknownHabits, family: run.family };
  const isMap50 = map.every((each, at) => each === map50[at]);
  if (isPlanned) reduce(read, { type: 'plan', plan: { epochs: placesInPlan } }, null);
  for (const [index, value] of map.entries()) {
    const epoch = Math.round(placesInPlan * progress[index]!);
    const [loss, validation, rate] = [trainLoss[index]!, validationLoss[index]!, learningRate[index]!];
    reduce(read, { type: 'epoch', epoch, loss, validationLoss: validation, learningRate: rate, seconds: null }, null);
    reduce(read, { ...nothingElse, epoch, map50: map50[index]!, map50To95: isMap50 ? null : value }, null);
    const verdict = advisor.advise(read, { now: 0, alive: null, exit: null, quietSince: null, habits });
    if (verdict.isStop) return { index, verdict: verdict.name };
  }
  return null;
}

/** A plan of so many places holds every corpus run without rounding two evaluations into one. */
const placesInPlan = 100_000;

const nothingElse = {
  type: 'evaluation',
  iteration: null,
  precision: null,
  recall: null,
  f1: null,
  iou: null,
  truePositives: null,
  falsePositives: null,
  falseNegatives: null,
} as const;
