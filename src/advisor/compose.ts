import type { Checkpoint } from '../run/run.ts';
import { count } from '../words/count.ts';
import { bestCheckpoint, lastResumable } from '../run/selectors.ts';
import type { Facts } from './facts.ts';
import { chanceOfMoreThan } from './model/probability.ts';
import { shippedModel } from './model/shippedModel.ts';
import { capitalised } from './rules/phrases.ts';
import { oddsText } from '../words/odds.ts';
import type { Action, Verdict, VerdictName } from './verdict.ts';
import { factorsOf } from './factors.ts';
import { patternOf } from './patterns.ts';
import { propertiesOf, withAction } from './verdictTable.ts';

/** What a rule has to say; the rest of a verdict is the same for all of them. */
export interface RuleResult {
  readonly name: VerdictName;
  readonly action: Action;
  /** Absent: those of its name. */
  readonly words?: string;
  /**
   * One line, the strongest evidence first, in clauses that `; ` parts: what does not fit on a line goes to the next as
   * a sentence.
   */
  readonly headline: string;
  readonly meaning: string;
  readonly evidence?: readonly string[];
  readonly against?: readonly string[];
  readonly causes?: readonly string[];
  readonly todo?: readonly string[];
  /** Absent: the best weights, else the newest. */
  readonly keep?: Checkpoint | null;
}

/** Makes a whole verdict of a result: adds its properties, which weights to keep, and the odds. */
export function compose(facts: Facts, result: RuleResult): Verdict {
  const { keep = bestCheckpoint(facts.run) ?? lastResumable(facts.run) } = result;
  const properties = propertiesOf(result.name, result.action);
  // Odds are those of trainings that go on: where the weights are destroyed there are none.
  const broken = result.name === 'diverged' || result.name === 'failed';
  return {
    against: [],
    causes: [],
    todo: [],
    ...result,
    evidence: [...(result.evidence ?? []), ...(broken ? [] : passing(facts)), ...unmeasured(facts)],
    ...properties,
    words: withAction(result.words ?? properties.words, result.action, facts.over),
    keep: keep === null ? null : { path: keep.path, at: keep.at },
    worth: broken ? null : facts.worth,
    chance: broken ? null : (facts.judgement?.chances ?? null),
    forecast: broken ? null : (facts.judgement?.forecast ?? null),
    basis: broken ? null : (facts.judgement?.basis ?? null),
    factors: broken ? [] : factorsOf(facts),
    pattern: patternOf(facts, result.name),
  };
}

/** The odds of beating the best of the earlier runs on the same data set, wherever there is a forecast. */
function passing({ judgement, toPass, over, mapText, best }: Facts): string[] {
  const outlook = judgement?.outlook ?? null;
  if (toPass === null || over || outlook === null || best === null) return [];
  const mark = `${toPass.name}'s ${mapText(toPass.best)}, the best so far on this data set`;
  if (best.value > toPass.best) return [`It has passed ${mark}.`];
  const chance = chanceOfMoreThan(outlook, shippedModel.gains, toPass.best - best.value);
  return [`${capitalised(oddsText(chance))} to pass ${mark}.`];
}

/** That a mAP was printed which is none: it is judged as if there had been no evaluation. */
function unmeasured({ run, unit }: Facts): string[] {
  const last = run.unmeasured.at(-1);
  if (last === undefined) return [];
  return run.unmeasured.length === 1
    ? [`The mAP at ${unit} ${count(last)} was no number from 0 to 1: it counts as not measured.`]
    : [
        `The mAP of ${count(run.unmeasured.length)} evaluations, the last at ${unit} ${count(last)}, was no number from 0 to 1: they count as not measured.`,
      ];
}
