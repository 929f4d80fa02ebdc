import { ruleOver, type StoppingRule } from './rule.ts';

/**
 * ray/tune/stopper/trial_plateau.py: the last 4 results deviate by less than std (default .01), after 4 results of
 * grace.
 */
export function trialPlateauRule(): StoppingRule {
  return ruleOver('Ray TrialPlateau', deviations, (run, limit) => {
    const { map } = run.curve;
    const index = map.findIndex(
      (_, at) => at + 1 > graceEpochs && deviation(map.slice(at + 1 - resultsKept, at + 1)) < limit,
    );
    return index === -1 ? null : index;
  });
}

const deviations = [0.0001, 0.0002, 0.0003, 0.0005, 0.00075, 0.001, 0.0015, 0.002, 0.003, 0.005, 0.01, 0.02];
const resultsKept = 4;
const graceEpochs = 4;

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
