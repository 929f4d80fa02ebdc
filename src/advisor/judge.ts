import { placeOf } from '../run/reduce.ts';
import type { Evaluation, Run } from '../run/run.ts';
import { type DecidingMetric, decidingMetric, plannedLength } from '../run/selectors.ts';
import { type Curve, curveOf } from './model/curve.ts';
import { type Forecast, forecastOf } from './model/forecast.ts';
import { type Outlook, outlookAt } from './model/outlook.ts';
import { chanceOfMoreThan, expectedGain, type GainChances, gainChances } from './model/probability.ts';
import { shippedModel } from './model/shippedModel.ts';
import { nextStop, stopSettings, stopStart, type StopState } from './model/stopPolicy.ts';
import { isSure, nextOverFit, noOverFit, type OverFit } from './overFit.ts';
import { holdOn } from './schedule.ts';
import { type AdviceSettings, wantedMetric } from './verdict.ts';

/** What the model and the witnesses say of a run as it stood at its last evaluation. Later evaluations never change an earlier judgement. */
export interface Judgement {
  /** Which evaluation, counted from 0 among those that tell the deciding metric. */
  readonly index: number;
  /** Null with too few evaluations, or where the planned length is not known: nobody can say how much a plan without an end still brings. */
  readonly outlook: Outlook | null;
  readonly chances: GainChances | null;
  /** Chance of a gain above the least one that the user finds worth waiting for. */
  readonly worthwhile: number | null;
  /** Mean gain of mAP to be expected by the planned end. */
  readonly expected: number | null;
  readonly forecast: Forecast | null;
  readonly stop: StopState;
  /** Why stopping is not newly advised although the curve is flat, as a clause; null where nothing holds it. */
  readonly held: string | null;
  readonly overFit: OverFit;
  /** Over-fitting is sure enough to stop for. */
  readonly overFitSure: boolean;
}

/** Judges a run at each of its evaluations, in order, and remembers: asked again, it only works on what is new. */
export interface Judge {
  /** The judgement at the last evaluation; null before the first. */
  readonly judge: (run: Run) => Judgement | null;
}

export function createJudge(settings: AdviceSettings): Judge {
  const wanted = wantedMetric(settings);
  const worth = shippedModel.presets[settings.preset].worth;
  let seen: Evaluation[] = [];
  let judged: Judgement[] = [];
  let plan: Run['plan'] | null = null;

  return {
    judge(run) {
      const metric = decidingMetric(run, wanted);
      const evaluations = run.evaluations.slice(settings.ignoreFirst).filter((each) => isFinite(each[metric]));
      if (plan !== run.plan) {
        // Another plan puts every earlier evaluation elsewhere in it.
        plan = run.plan;
        judged = [];
      }
      const same = evaluations.findIndex((evaluation, index) => evaluation !== seen[index]);
      judged.length = Math.min(judged.length, same === -1 ? evaluations.length : same);
      seen = evaluations;
      while (judged.length < evaluations.length) {
        judged.push(
          judgeNext(run, metric, evaluations.slice(0, judged.length + 1), judged.at(-1) ?? null, worth, settings),
        );
      }
      return judged.at(-1) ?? null;
    },
  };
}

function judgeNext(
  run: Run,
  metric: DecidingMetric,
  evaluations: readonly Evaluation[],
  before: Judgement | null,
  worth: number,
  settings: AdviceSettings,
): Judgement {
  const curve = curveUpTo(run, metric, evaluations);
  const index = evaluations.length - 1;
  const last = curve === null ? -1 : curve.map.length - 1;
  const outlook = curve === null || last < 0 ? null : outlookAt(curve, last, shippedModel);
  const place = placeOf(run, evaluations[index]!) ?? 0;
  const held = holdOn(run, place, evaluations.length);
  const stop = nextStop(before?.stop ?? stopStart, { outlook, held: held !== null }, shippedModel.gains, {
    ...stopSettings,
    worth,
  });
  const chances = outlook === null ? null : gainChances(outlook, shippedModel.gains);
  const overFit = nextOverFit(before?.overFit ?? noOverFit, evaluations, metric, held !== null);
  return {
    index,
    outlook,
    chances,
    worthwhile: outlook === null ? null : chanceOfMoreThan(outlook, shippedModel.gains, settings.minGain),
    expected: outlook === null ? null : expectedGain(outlook, shippedModel.gains),
    forecast: outlook === null ? null : forecastOf(outlook, shippedModel),
    stop,
    held,
    overFit,
    overFitSure: isSure(overFit, chances?.['0.01'] ?? null, before?.overFitSure ?? false),
  };
}

/** The curve as it was known at the last of these evaluations; null where the planned length or the distance between evaluations is not known. */
function curveUpTo(run: Run, metric: DecidingMetric, evaluations: readonly Evaluation[]): Curve | null {
  const planned = plannedLength(run);
  if (planned === null || planned <= 0) return null;
  const places = evaluations.map((evaluation) => placeOf(run, evaluation) ?? 0);
  const distances = places
    .slice(1)
    .map((place, index) => place - places[index]!)
    .filter((distance) => distance > 0);
  const distance = distances.toSorted((left, right) => left - right)[distances.length >> 1];
  if (distance === undefined) return null;
  return curveOf(
    evaluations.map((evaluation, index) => ({
      progress: Math.min(1, places[index]! / planned),
      map: evaluation[metric],
      map50: evaluation.map50,
      trainLoss: evaluation.trainLoss,
      validationLoss: evaluation.validationLoss,
      learningRate: evaluation.learningRate,
    })),
    Math.max(evaluations.length, Math.round(planned / distance)),
  );
}

function isFinite(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
