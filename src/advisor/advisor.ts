import type { Run } from '../run/run.ts';
import { compose, type Finding } from './compose.ts';
import { type Circumstances, type Facts, gatherFacts } from './facts.ts';
import { budgetCutsSchedule, budgetSpent } from './rules/budget.ts';
import { finished } from './rules/finished.ts';
import { progressing } from './rules/progressing.ts';
import { targetReached } from './rules/target.ts';
import { diverged, failed, neverStarted, stalled } from './rules/trouble.ts';
import { noValidation, nothingRead, tooFewPoints, warmingUp } from './rules/waiting.ts';
import type { AdviceSettings, Verdict } from './verdict.ts';

/** What to think of a run now: the first rule that applies, in order of how much it matters. Reads nothing but its arguments. */
export function advise(run: Run, settings: AdviceSettings, circumstances: Circumstances): Verdict {
  const facts = gatherFacts(run, settings, circumstances);
  for (const rule of rules) {
    const finding = rule(facts);
    if (finding !== null) return compose(facts, finding);
  }
  return compose(facts, progressing(facts));
}

type Rule = (facts: Facts) => Finding | null;

/** First match wins. Source of the order: the table of verdicts in `docs/advisor.md`. */
const rules: readonly Rule[] = [
  failed,
  diverged,
  finished,
  neverStarted,
  stalled,
  nothingRead,
  budgetSpent,
  targetReached,
  budgetCutsSchedule,
  warmingUp,
  noValidation,
  tooFewPoints,
];
