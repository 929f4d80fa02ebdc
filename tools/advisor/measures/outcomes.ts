import type { CorpusRun } from '../corpus.ts';

/** What a stop would have cost and saved. */
export interface Outcome {
  /** Best mAP of the whole run minus the best up to the stop. */
  readonly regret: number;
  /** Fraction of the plan not run. */
  readonly saving: number;
  /** 1 where the regret is more than one point, else 0. */
  readonly lost: number;
}

/**
 * `stop` is the position of the evaluation after which the run would have been stopped; null where it would have run to
 * its end.
 */
export function outcomeOf(run: CorpusRun, stop: number | null): Outcome {
  const { map, progress } = run.curve;
  const at = stop ?? map.length - 1;
  let best = 0;
  let bestUpTo = 0;
  for (const [index, value] of map.entries()) {
    best = Math.max(best, value);
    if (index <= at) bestUpTo = best;
  }
  const regret = best - bestUpTo;
  return {
    regret,
    saving: stop === null ? 0 : Math.max(0, 1 - progress[at]!),
    lost: regret > onePoint + rounding ? 1 : 0,
  };
}

/** The mean outcome of each repository, in the order in which they first appear. */
export function outcomesByRepository(
  runs: readonly CorpusRun[],
  stopOf: (run: CorpusRun) => number | null,
): readonly Outcome[] {
  const outcomes = Map.groupBy(
    runs.map((run) => ({ repository: run.repository, outcome: outcomeOf(run, stopOf(run)) })),
    (entry) => entry.repository,
  );
  return [...outcomes.values()].map((entries) => meanOutcome(entries.map((entry) => entry.outcome)));
}

export function meanOutcome(outcomes: readonly Outcome[]): Outcome {
  const mean = (figure: keyof Outcome): number =>
    outcomes.reduce((sum, outcome) => sum + outcome[figure], 0) / outcomes.length;
  return { regret: mean('regret'), saving: mean('saving'), lost: mean('lost') };
}

const onePoint = 0.01;
const rounding = 1e-9;
