import type { CorpusRun } from '../corpus.ts';
import { ruleOver, steps, type StoppingRule } from './rule.ts';

/**
 * Amazon SageMaker Debugger, rule Overfit: (validation - training loss) / training loss over ratio_threshold (default
 * .1).
 */
export function overfitRule(): StoppingRule {
  return ruleOver('SageMaker Overfit', [0.1, 0.2, 0.5, 1, 2, 5], (run, ratio) => {
    const index = run.curve.trainLoss.findIndex((train, at) => {
      const validation = run.curve.validationLoss[at] ?? null;
      return train !== null && validation !== null && (validation - train) / train > ratio;
    });
    return index === -1 ? null : index;
  });
}

/**
 * Amazon SageMaker Debugger, rule Overtraining: neither the training loss for patience_train (default 5) nor the
 * validation loss for patience_validation (default 10) readings fell by more than delta (default .01) under its lowest.
 */
export function overtrainingRule(): StoppingRule {
  return ruleOver('SageMaker Overtraining', steps(10, 60, 5), overtrained);
}

const patienceTrain = 5;
const minDelta = 0.01;

function overtrained({ curve }: CorpusRun, patience: number): number | null {
  const train = lowestSoFar();
  const validation = lowestSoFar();
  for (const at of curve.map.keys()) {
    const waitedTrain = train(curve.trainLoss[at] ?? null);
    const waitedValidation = validation(curve.validationLoss[at] ?? null);
    if (waitedTrain >= patienceTrain && waitedValidation >= patience) return at;
  }
  return null;
}

/** Takes reading after reading and says how many there were since the last new lowest. */
function lowestSoFar(): (value: number | null) => number {
  let lowest = Number.POSITIVE_INFINITY;
  let waited = 0;
  return (value) => {
    if (value === null) return waited;
    if (value < lowest - minDelta) {
      lowest = value;
      waited = 0;
    } else {
      waited++;
    }
    return waited;
  };
}
