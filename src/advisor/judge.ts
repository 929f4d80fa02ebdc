import { placeOf } from '../run/evaluations.ts';
import type { Evaluation, Regime, Run } from '../run/run.ts';
import type { JudgedMetric } from '../run/metric.ts';
import { decidingMetric, isKnown } from '../run/selectors.ts';
import type { CurveFamily } from '../trainers/trainer.ts';
import { type Forecast, forecastOf } from './model/forecast.ts';
import { type FittedModel, fittedModel, type LoadedModel } from './model/loadModel.ts';
import { type Outlook, outlookAt } from './model/outlook.ts';
import { chanceOfMoreThan, type GainChances, gainChances } from './model/probability.ts';
import { shippedModel } from './model/shippedModel.ts';
import { nextStop, stopSettings, stopStart, type StopAdvice, worthOfGoingOn } from './model/stopPolicy.ts';
import { isSure, nextOverFit, noOverFit, type OverFit } from './overFit.ts';
import { holdOn } from './schedule.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import { type AdviceSettings, type OddsBasis, wantedMetric } from './verdict.ts';

/**
 * What the model and the witnesses say of a run as it stood at its last evaluation. Later evaluations never change an
 * earlier judgement.
 */
export interface Judgement {
  /** Which evaluation, counted from 0 among those that have the deciding metric. */
  readonly index: number;
  /**
   * Null with too few evaluations, or where the planned length is not known and the family of trainers cannot be judged
   * without.
   */
  readonly outlook: Outlook | null;
  readonly chances: GainChances | null;
  /** Chance of a gain above the least one that the user finds worth waiting for. */
  readonly worthwhile: number | null;
  /** What going on is worth: see `worthOfGoingOn`. */
  readonly worth: number | null;
  readonly forecast: Forecast | null;
  /** What all of these are for; null where there are none. */
  readonly basis: OddsBasis | null;
  readonly stop: StopAdvice;
  /** Why stopping is not newly advised although the curve is flat, as a clause; null where nothing holds it. */
  readonly held: string | null;
  readonly overFit: OverFit;
  /** Over-fitting is sure enough to stop for. */
  readonly overFitSure: boolean;
}

/** Judges a run at its evaluations, in order, and remembers: asked again, it only works on what is new. */
export interface Judge {
  /**
   * The judgement at the last evaluation, of many at one of the last few; null before the first. `family` is that of
   * the trainer.
   */
  readonly judge: (run: Run, family: CurveFamily) => Judgement | null;
  /** The judgements at all evaluations that were judged when it was last asked, oldest first. */
  readonly judgements: () => readonly Judgement[];
}

/**
 * The judgement depends on the run alone, not on the moments of looking: what comes late (the losses of an epoch, a
 * change of regime, the plan) makes the evaluations judged again that it concerns.
 */
export function createJudge(settings: AdviceSettings, model: LoadedModel = shippedModel): Judge {
  let seen: Evaluation[] = [];
  const judged: Judgement[] = [];
  let read: ReadAs | null = null;
  let regimes: readonly Regime[] = [];

  return {
    judge(run, family) {
      const metric = decidingMetric(run, wantedMetric(settings));
      const evaluations = judgedEvaluations(run, settings);
      const isSame = read !== null && read.plan === run.plan && read.axis === run.axis && read.metric === metric;
      const unchanged = isSame && read?.family === family ? unchangedOf(run, evaluations, seen, regimes) : 0;
      while ((judged.at(-1)?.index ?? -1) >= unchanged) judged.pop();
      seen = evaluations;
      read = { plan: run.plan, axis: run.axis, metric, family };
      regimes = run.regimes.slice();
      let timeline: Timeline | null = null;
      const fitted = (isPlanned: boolean) => fittedModel(model, family, isPlanned);
      for (let index = (judged.at(-1)?.index ?? -1) + 1; index < evaluations.length; index++) {
        if (!isJudged(index)) continue;
        timeline ??= createTimeline(run, metric, evaluations);
        judged.push(judgeNext(run, timeline, index, judged.at(-1) ?? null, fitted, settings));
      }
      return judged.at(-1) ?? null;
    },
    judgements: () => judged,
  };
}

/** The evaluations that are judged: those that have the deciding metric, without those that the user wants ignored. */
export function judgedEvaluations(run: Run, settings: AdviceSettings): Evaluation[] {
  const metric = decidingMetric(run, wantedMetric(settings));
  return run.evaluations.slice(settings.ignoreFirst).filter((each) => isKnown(metric.valueOf(each)));
}

/** What every evaluation is judged by. */
interface ReadAs extends Pick<Run, 'plan' | 'axis'> {
  readonly metric: JudgedMetric;
  readonly family: CurveFamily;
}

/** How many evaluations, from the first on, are as they were, with the same changes of regime before them. */
function unchangedOf(
  run: Run,
  evaluations: readonly Evaluation[],
  seen: readonly Evaluation[],
  regimes: readonly Regime[],
): number {
  const other = evaluations.findIndex((evaluation, index) => evaluation !== seen[index]);
  const same = other === -1 ? evaluations.length : other;
  const from = run.regimes.findIndex((regime, index) => regime !== regimes[index]);
  const first = from === -1 ? run.regimes.length : from;
  const changed = [...run.regimes.slice(first), ...regimes.slice(first)].map(({ at }) => at ?? Infinity);
  if (changed.length === 0) return same;
  const earliest = Math.min(...changed);
  const concerned = evaluations.findIndex((evaluation) => (placeOf(run, evaluation) ?? 0) >= earliest);
  return concerned === -1 ? same : Math.min(same, concerned);
}

/**
 * Every evaluation up to the thousandth is judged, then every second up to the two thousandth, then every fourth ...:
 * each costs as much as there are before it, and in a curve of a thousand one more or less tells nothing. Which ones
 * they are must not depend on when somebody looks.
 */
function isJudged(index: number): boolean {
  return index < allJudged || index % 2 ** Math.ceil(Math.log2((index + 1) / allJudged)) === 0;
}

const allJudged = 1000;

function judgeNext(
  run: Run,
  { metric, evaluations, places, curveAt }: Timeline,
  index: number,
  before: Judgement | null,
  fitted: (isPlanned: boolean) => FittedModel | null,
  settings: AdviceSettings,
): Judgement {
  const known = curveAt(index);
  // The forest knows fractions that rise: of a loss nothing is foreseen.
  const model = known === null || metric.isLoss ? null : fitted(known.isPlanned);
  const held = holdOn(run, places, index);
  const seen = evaluations.slice(0, index + 1);
  const overFit = metric.isLoss ? noOverFit : nextOverFit(before?.overFit ?? noOverFit, seen, metric, held !== null);
  const sureOf = (chance: number | null) => isSure(overFit, chance, before?.overFitSure ?? false);
  const outlook = known === null || model === null ? null : outlookAt(known.curve, known.last, model);
  const advice = before?.stop ?? stopStart;
  if (known === null || model === null || outlook === null)
    return { ...nothingKnown, index, stop: advice, held, overFit, overFitSure: sureOf(null) };
  const { gains } = model;
  const { worth } = model.presets[settings.preset];
  const stopping = stopSettings(worth, known.isPlanned ? known.curve.planned : null, model.measured.family);
  const chances = gainChances(outlook, gains);
  return {
    index,
    outlook,
    chances,
    worthwhile: chanceOfMoreThan(outlook, gains, settings.minGain),
    worth: worthOfGoingOn(outlook, gains),
    forecast: forecastOf(outlook, model),
    basis: { end: known.end, isPlanned: known.isPlanned, metric: metric.title, isMap: metric.isMap, ...model.measured },
    stop: nextStop(advice, { outlook, held: held !== null }, gains, stopping),
    held,
    overFit,
    overFitSure: sureOf(known.isPlanned ? chances['0.01'] : null),
  };
}

const nothingKnown = {
  outlook: null,
  chances: null,
  worthwhile: null,
  worth: null,
  forecast: null,
  basis: null,
} as const;
