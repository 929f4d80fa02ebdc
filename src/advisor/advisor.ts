import type { Run } from '../run/run.ts';
import type { GroupPoint } from './group/groupPoints.ts';
import { runPoints } from './group/runPoints.ts';
import { compose, type RuleResult } from './compose.ts';
import { type AdvisorInput, type Facts, gatherFacts } from './facts.ts';
import { createJudge } from './judge.ts';
import type { LoadedModel } from './model/loadModel.ts';
import { shippedModel } from './model/shippedModel.ts';
import { budgetCutsSchedule, budgetSpent } from './rules/budget.ts';
import { finished } from './rules/finished.ts';
import { finalPhase } from './rules/finalPhase.ts';
import { lossFlat } from './rules/lossFlat.ts';
import { neverStarted } from './rules/neverStarted.ts';
import { outrun } from './rules/outrun.ts';
import { overFitting } from './rules/overFitting.ts';
import { plateau } from './rules/plateau.ts';
import { progressing } from './rules/progressing.ts';
import { stalled } from './rules/stalled.ts';
import { unstable } from './rules/unstable.ts';
import { diverged } from './rules/diverged.ts';
import { endedUntrained, failed } from './rules/failed.ts';
import { targetReached } from './rules/target.ts';
import { firstEpoch, noValidation, nothingRead, tooFewPoints, warmingUp } from './rules/waiting.ts';
import type { AdviceSettings, Verdict } from './verdict.ts';

/**
 * Watches one training: it remembers its earlier judgements, so that advice neither flips nor costs more the longer a
 * run is.
 */
export interface Advisor {
  /**
   * What to think of the run now: the first rule that applies, in order of how much it matters. Reads nothing but its
   * arguments.
   */
  readonly advise: (run: Run, input: AdvisorInput) => Verdict;
  /** Where it stood by share of its plan when advice was last given, for the other runs of its group. */
  readonly groupPoints: (run: Run) => readonly GroupPoint[];
}

/** `model` is another than the shipped one where a model is measured. */
export function createAdvisor(settings: AdviceSettings, model: LoadedModel = shippedModel): Advisor {
  const { judge, judgements } = createJudge(settings, model);
  return {
    advise(run, input) {
      const facts = gatherFacts(run, settings, input, judge(run, input.habits?.family ?? 'other'));
      for (const rule of rules) {
        const result = rule(facts);
        if (result !== null) return compose(facts, result);
      }
      return compose(facts, progressing(facts));
    },
    groupPoints: (run) => runPoints(run, settings, judgements()),
  };
}

type Rule = (facts: Facts) => RuleResult | null;

/** First match wins. Source of the order: the table of verdicts in `docs/advisor.md`. */
const rules: readonly Rule[] = [
  failed,
  diverged,
  endedUntrained,
  neverStarted,
  finished,
  outrun,
  overFitting,
  stalled,
  nothingRead,
  budgetSpent,
  targetReached,
  budgetCutsSchedule,
  firstEpoch,
  warmingUp,
  noValidation,
  tooFewPoints,
  plateau,
  lossFlat,
  unstable,
  finalPhase,
];
