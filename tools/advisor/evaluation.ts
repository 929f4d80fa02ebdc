import type { Preset } from '../../src/advisor/model/model.ts';
import { firstAdvice, flipsOf } from './advice.ts';
import { allBaselines } from './baselines/baselines.ts';
import { clairvoyantRule } from './baselines/levels.ts';
import { ruleOver, steps, type StoppingRule } from './baselines/rule.ts';
import { areaDifference, type Interval, type Outcomes } from './measures/bootstrap.ts';
import { coverageOf } from './calibrate.ts';
import type { CorpusRun } from './corpus.ts';
import type { ForeseenRun } from './foreseen.ts';
import type { Foresight } from './foresight.ts';
import { wholeStop, worths } from './learnThenTest.ts';
import { meanOutcome, outcomeOf, outcomesByRepository, type Outcome } from './measures/outcomes.ts';
import { paretoArea } from './measures/pareto.ts';
import { momentWeights } from './samples.ts';
import { areaUnderRoc, brierScore, calibrationError, type Prediction } from './measures/scores.ts';
import { modelGains } from './train.ts';

/** Everything the protocol asks for. */
export interface Evaluation {
  readonly runs: number;
  readonly repositories: number;
  readonly rules: readonly RuleResult[];
  readonly best: { readonly name: string; readonly ratio: number; readonly difference: Interval };
  readonly heads: readonly HeadResult[];
  readonly presets: readonly PresetResult[];
  /** Which other rules of the program would have stopped a run, and how many of these lose more than a point by it. */
  readonly others: readonly { readonly verdict: string; readonly runs: number; readonly lost: number }[];
  /** For each quarter of the plan. */
  readonly coverage: readonly number[];
}

export interface RuleResult {
  readonly name: string;
  readonly kind: 'ours' | 'regression' | 'baseline' | 'clairvoyant';
  readonly area: number;
  /** The most saved by a setting with a mean regret of at most .002, .005, .01. */
  readonly savingAtRegret: readonly number[];
  /** The most saved by a setting that loses more than a point in at most 5, 10, 20 % of runs. */
  readonly savingAtLost: readonly number[];
  /** The mean outcome where the rule has one setting. */
  readonly single: Outcome | null;
}

export interface HeadResult {
  readonly gain: number;
  readonly part: 'all' | 'late half';
  readonly auc: number;
  readonly brier: number;
  readonly ece: number;
}

export interface PresetResult extends Outcome {
  readonly preset: Preset;
  readonly risk: number;
  readonly confidence: number;
  readonly flips: number;
}

export const regrets = [0.002, 0.005, 0.01] as const;
export const losses = [0.05, 0.1, 0.2] as const;

/** Judges the runs that ran their full budget; every repository counts the same. */
export function evaluate(foresight: Foresight): Evaluation {
  const runs = foresight.runs.filter((run) => run.ranFullBudget);
  const rules = rulesOf(foresight).map(({ kind, rule }) => {
    const outcomes = rule.settings.map((setting) => outcomesByRepository(runs, setting.stopOf));
    return { outcomes, result: resultOf(rule.name, kind, outcomes) };
  });
  const ours = rules[0]!;
  const best = rules
    .filter(({ result }) => result.kind === 'baseline')
    .reduce((one, other) => (other.result.area > one.result.area ? other : one));
  return {
    runs: runs.length,
    repositories: new Set(runs.map((run) => run.repository)).size,
    rules: rules.map(({ result }) => result),
    best: {
      name: best.result.name,
      ratio: ours.result.area / best.result.area,
      difference: areaDifference(ours.outcomes, best.outcomes, 1),
    },
    heads: [0.005, 0.01, 0.02].flatMap((gain) => [headOf(foresight, gain, 0), headOf(foresight, gain, 0.5)]),
    others: othersOf(runs),
    presets: (['careful', 'balanced', 'saver'] as const).map((preset) => presetOf(foresight, preset)),
    coverage: coverageOf(runs, (run) => foresight.modelOf(run).forecast),
  };
}

function rulesOf(foresight: Foresight): readonly { kind: RuleResult['kind']; rule: StoppingRule }[] {
  const runOf = new Map(foresight.runs.map((run) => [run.id, run]));
  const ours = ruleOver('Plateau', worths, (run, worth) => firstAdvice(runOf.get(run.id)!, worth));
  const regression = foresight.regression;
  const chances = ruleOver('13-feature regression', regressionThresholds, (run, limit) =>
    unlikelyTwice(run, regression?.get(run.id) ?? [], limit),
  );
  return [
    { kind: 'ours', rule: ours },
    ...(regression === null ? [] : [{ kind: 'regression' as const, rule: chances }]),
    ...allBaselines
      .filter(({ needsPlan }) => foresight.isPlanned || needsPlan === undefined)
      .map((rule) => ({ kind: 'baseline' as const, rule })),
    { kind: 'clairvoyant', rule: clairvoyantRule() },
  ];
}

const regressionThresholds = steps(0.01, 0.8, 0.01);

/**
 * The feasibility study's rule: the chance of another point is low on two checks, and the best is 10 % of the plan ago.
 */
function unlikelyTwice(run: CorpusRun, chances: readonly number[], limit: number): number | null {
  const { map, progress } = run.curve;
  const first = map.length - chances.length;
  let best = 0;
  let below = 0;
  for (const at of map.keys()) {
    if (map[at]! > map[best]!) best = at;
    if (at < first) continue;
    below = chances[at - first]! < limit && progress[at]! - progress[best]! >= 0.1 - 1e-9 ? below + 1 : 0;
    if (below === 2) return at;
  }
  return null;
}

function resultOf(name: string, kind: RuleResult['kind'], outcomes: Outcomes): RuleResult {
  const means = outcomes.map(meanOutcome);
  const maxSaving = (within: (mean: Outcome) => boolean): number =>
    Math.max(0, ...means.filter(within).map((mean) => mean.saving));
  return {
    name,
    kind,
    area: paretoArea(means),
    savingAtRegret: regrets.map((limit) => maxSaving((mean) => mean.regret <= limit + 1e-9)),
    savingAtLost: losses.map((limit) => maxSaving((mean) => mean.lost <= limit + 1e-9)),
    single: means.length === 1 ? means[0]! : null,
  };
}

function headOf(foresight: Foresight, gain: number, from: number): HeadResult {
  const runs = foresight.runs.filter((run) => run.ranFullBudget);
  const weights = momentWeights(runs);
  const position = modelGains.findIndex((known) => known === gain);
  const predictions: Prediction[] = [];
  for (const [at, run] of runs.entries()) {
    for (const [moment, { left, last, gain: came }] of run.moments.entries()) {
      if (last || 1 - left < from) continue;
      predictions.push({
        chance: run.outlooks[moment]!.chances[position]!,
        cameTrue: came > gain + 1e-9,
        weight: weights[at]!,
      });
    }
  }
  return {
    gain,
    part: from === 0 ? 'all' : 'late half',
    auc: areaUnderRoc(predictions),
    brier: brierScore(predictions),
    ece: calibrationError(predictions),
  };
}

function presetOf(foresight: Foresight, preset: Preset): PresetResult {
  const runs = foresight.runs.filter((run) => run.ranFullBudget);
  const runOf = new Map(runs.map((run) => [run.id, run]));
  const worthOf = (run: CorpusRun): number => foresight.modelOf(runOf.get(run.id)!).presets[preset].worth;
  const outcome = meanOutcome(outcomesByRepository(runs, (run) => wholeStop(runOf.get(run.id)!, worthOf(run))));
  const flips = [...Map.groupBy(runs, (run) => run.repository).values()].map(
    (group) => group.reduce((sum, run) => sum + flipsOf(run, worthOf(run)), 0) / group.length,
  );
  const { risk, confidence } = foresight.modelOf(runs[0]!).presets[preset];
  return { preset, ...outcome, risk, confidence, flips: flips.reduce((sum, count) => sum + count, 0) / flips.length };
}

function othersOf(runs: readonly ForeseenRun[]): Evaluation['others'] {
  const stopped = runs.flatMap((run) => (run.otherStop === null ? [] : [{ run, ...run.otherStop }]));
  return [...Map.groupBy(stopped, ({ verdict }) => verdict)].map(([verdict, stops]) => ({
    verdict,
    runs: stops.length,
    lost: stops.filter(({ run, index }) => outcomeOf(run, index).lost === 1).length,
  }));
}
