import type { Fit, Preset, PresetThreshold } from '../../src/advisor/model/model.ts';
import { firstAdvice } from './advice.ts';
import type { ForeseenRun } from './foreseen.ts';
import { meanOutcome, type Outcome, outcomesByRepository } from './measures/outcomes.ts';

/** What each preset promises: the share of projects that may lose more than one point, and how sure that is. */
export const promises: Readonly<Record<Preset, { readonly risk: number; readonly confidence: number }>> = {
  careful: { risk: 0.05, confidence: 0.9 },
  balanced: { risk: 0.1, confidence: 0.9 },
  saver: { risk: 0.2, confidence: 0.9 },
};

/** Thresholds that are tested, from the most cautious on: each a twentieth above the one before. */
export const worths: readonly number[] = Array.from({ length: 110 }, (_, at) =>
  Number((0.0002 * 1.05 ** at).toPrecision(3)),
);

/**
 * The threshold of each preset by Learn-then-Test (Angelopoulos, Bates, Candes, Jordan, Lei 2021), fixed sequence: from
 * the most cautious threshold on, each is kept while a binomial test over repositories rejects that it loses more than
 * the promise allows; the first that is not rejected ends the sequence. Give it outlooks of models that had not seen
 * the repository. The promise is that of the whole program, so that the other rules' stops count.
 */
export function learnThenTest(runs: readonly ForeseenRun[]): Fit['presets'] {
  const tested = worths.map((worth) => ({ worth, outcomes: outcomesAt(runs, worth) }));
  return presetsOf((preset) => {
    const { risk, confidence } = promises[preset];
    const stop = tested.findIndex(({ outcomes }) => {
      const losses = outcomes.reduce((sum, outcome) => sum + outcome.lost, 0);
      return binomialTail(Math.ceil(losses - rounding), outcomes.length, risk) > 1 - confidence;
    });
    const kept = tested[(stop === -1 ? tested.length : stop) - 1];
    return kept === undefined
      ? { worth: 0, risk, confidence, saving: 0, lost: 0 }
      : { worth: kept.worth, risk, confidence, ...measured(kept.outcomes) };
  });
}

/** The same thresholds with what they save and lose on other runs, too few to make a promise for. */
export function measuredAt(runs: readonly ForeseenRun[], presets: Fit['presets']): Fit['presets'] {
  return presetsOf((preset) => {
    const { worth, risk } = presets[preset];
    return { worth, risk, confidence: 0, ...measured(outcomesAt(runs, worth)) };
  });
}

function presetsOf(thresholdOf: (preset: Preset) => PresetThreshold): Fit['presets'] {
  return { careful: thresholdOf('careful'), balanced: thresholdOf('balanced'), saver: thresholdOf('saver') };
}

function measured(outcomes: readonly Outcome[]): Pick<PresetThreshold, 'saving' | 'lost'> {
  if (outcomes.length === 0) return { saving: 0, lost: 0 };
  const { saving, lost } = meanOutcome(outcomes);
  return { saving: Number(saving.toFixed(4)), lost: Number(lost.toFixed(4)) };
}

/** P(at most `successes` of `trials` that each succeed with the given chance). */
export function binomialTail(successes: number, trials: number, chance: number): number {
  let term = (1 - chance) ** trials;
  let sum = term;
  for (let count = 1; count <= successes; count++) {
    term *= ((trials - count + 1) / count) * (chance / (1 - chance));
    sum += term;
  }
  return Math.min(1, sum);
}

const rounding = 1e-9;

/** The outcome of each repository with the threshold `worth` and all other rules of the program. */
function outcomesAt(runs: readonly ForeseenRun[], worth: number): readonly Outcome[] {
  const stops = new Map(runs.map((run) => [run.id, wholeStop(run, worth)]));
  return outcomesByRepository(runs, (run) => stops.get(run.id) ?? null);
}

/** The evaluation at which the whole program would first have advised to stop; null where never. */
export function wholeStop(run: ForeseenRun, worth: number): number | null {
  const first = Math.min(firstAdvice(run, worth) ?? Infinity, run.otherStop?.index ?? Infinity);
  return Number.isFinite(first) ? first : null;
}
