import type { Outcome } from './outcomes.ts';
import { paretoArea } from './pareto.ts';
import { randomFrom } from '../random.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A rule's outcomes: for each setting those of each repository, in the same order for every rule. */
export type Outcomes = readonly (readonly Outcome[])[];

const resamples = 2000;

/**
 * The 95 % interval of how much more Pareto area one rule has than another, over repositories drawn with replacement.
 */
export function areaDifference(one: Outcomes, other: Outcomes, seed: number): Interval {
  const random = randomFrom(seed);
  const repositories = one[0]?.length ?? 0;
  const differences = Float64Array.from({ length: resamples }, () => {
    const drawn = Array.from({ length: repositories }, () => Math.floor(random() * repositories));
    return areaOf(one, drawn) - areaOf(other, drawn);
  }).toSorted();
  return {
    low: differences[Math.floor(0.025 * resamples)]!,
    high: differences[Math.floor(0.975 * resamples)]!,
  };
}

function areaOf(outcomes: Outcomes, drawn: readonly number[]): number {
  return paretoArea(
    outcomes.map((setting) => {
      let regret = 0;
      let saving = 0;
      for (const repository of drawn) {
        regret += setting[repository]!.regret;
        saving += setting[repository]!.saving;
      }
      return { regret: regret / drawn.length, saving: saving / drawn.length };
    }),
  );
}
