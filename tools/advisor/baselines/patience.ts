import type { CorpusRun } from '../corpus.ts';
import { known, ruleOver, steps, type StoppingRule } from './rule.ts';

/** Stop once the mAP has not beaten its best for so many evaluations. */
export function patienceRule(): StoppingRule {
  return ruleOver('patience 5-100', steps(5, 100, 1), (run, patience) => outOfPatience(run.curve.map, patience));
}

/** The same with a patience that is a fraction of the plan. */
export function patienceOfPlanRule(): StoppingRule {
  const rule = ruleOver('patience .1-.5 T', steps(0.1, 0.5, 0.01), (run, fraction) =>
    outOfPatience(run.curve.map, Math.max(1, Math.round(fraction * run.curve.planned))),
  );
  return { ...rule, needsPlan: true };
}

/** keras/callbacks/early_stopping.py, defaults: val_loss, min_delta 0, patience 0, and never after the first epoch. */
export function kerasRule(): StoppingRule {
  return ruleOver('Keras default', [0], (run) => outOfPatience(negated(run.curve.validationLoss), 1));
}

/**
 * lightning/pytorch/callbacks/early_stopping.py, defaults: min_delta 0, patience 3; on the validation loss, as in its
 * manual.
 */
export function lightningRule(): StoppingRule {
  return ruleOver('Lightning default', [3], (run, patience) =>
    outOfPatience(negated(run.curve.validationLoss), patience),
  );
}

/** ultralytics/utils/torch_utils.py EarlyStopping: fitness = .1 mAP50 + .9 mAP50-95, patience 100 (trainers.md). */
export function ultralyticsRule(): StoppingRule {
  return ruleOver('Ultralytics default', [100], (run, patience) => outOfPatience(fitness(run), patience));
}

/** mmengine/hooks/early_stopping_hook.py, defaults: the mAP has to rise by more than min_delta .1, patience 5. */
export function mmengineRule(): StoppingRule {
  return ruleOver('MMEngine default', [5], (run, patience) => outOfPatience(run.curve.map, patience, 0.1));
}

/** The first evaluation that is the `patience`-th in a row without a value more than `least` over the best. */
function outOfPatience(series: readonly (number | null)[], patience: number, least = 0): number | null {
  let best = Number.NEGATIVE_INFINITY;
  let waited = 0;
  for (const [at, value] of known(series)) {
    if (value - least > best) {
      best = value;
      waited = 0;
      continue;
    }
    waited++;
    if (waited >= patience) return at;
  }
  return null;
}

function negated(series: readonly (number | null)[]): readonly (number | null)[] {
  return series.map((value) => (value === null ? null : -value));
}

function fitness({ curve }: CorpusRun): readonly number[] {
  return curve.map.map((map, at) => 0.9 * map + 0.1 * (curve.map50[at] ?? map));
}
