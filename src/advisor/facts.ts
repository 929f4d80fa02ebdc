import { position } from '../run/reduce.ts';
import type { Run } from '../run/run.ts';
import {
  bestOfCurve,
  decidingMetric,
  hasReachedPlan,
  hasTrained,
  mapCurve,
  plannedLength,
  progressOf,
  stateOf,
  timeLeft,
} from '../run/selectors.ts';
import type { Outrun } from './group/outrun.ts';
import { lossBandOf } from './lossBand.ts';
import type { TrainerHabits } from '../trainers/trainer.ts';
import { type Judgement, judgedEvaluations } from './judge.ts';
import { usualDistance } from './timeline.ts';
import { type AdviceSettings, wantedMetric } from './verdict.ts';
import { type JudgedMetric, metricOf } from '../run/metric.ts';
import { metricText } from '../words/metric.ts';
import { number } from '../words/number.ts';

/** Everything a rule may look at, worked out once for all rules. Nothing in it lies in the future of `now`. */
export interface Facts {
  readonly run: Run;
  readonly settings: AdviceSettings;
  /** Epoch seconds. */
  readonly now: number;
  /** Whether the training's process lives; null when nobody knows. */
  readonly alive: boolean | null;
  /** How the process ended, where its keeper saw it. */
  readonly exit: { readonly code: number | null; readonly signal: string | null } | null;
  readonly state: ReturnType<typeof stateOf>;
  /** It said that it has ended, its process is gone, or the plan is done. */
  readonly over: boolean;
  /** All that was planned has been trained. */
  readonly done: boolean;
  /** `iteration` or `epoch`, as the trainer counts. */
  readonly unit: 'iteration' | 'epoch';
  readonly at: number | null;
  readonly planned: number | null;
  /** 0..1. */
  readonly progress: number | null;
  /** Seconds. */
  readonly left: number | null;
  /** mAP by place, without the evaluations that the user wants ignored. */
  readonly curve: readonly { readonly at: number; readonly value: number }[];
  /** The best of the deciding figure, also when a resume threw the evaluation away. */
  readonly best: { readonly value: number; readonly at: number } | null;
  /** What it is judged by, and what that is called. */
  readonly metric: JudgedMetric;
  readonly metricName: string;
  /** A figure of the metric as its user wants it written. */
  readonly mapText: (value: number) => string;
  /** Evaluations that the whole plan will have; null when it cannot be told. */
  readonly plannedEvaluations: number | null;
  /** The guide's band that the training loss has reached, where its scale is the guide's. */
  readonly band: { readonly limit: number; readonly label: string } | null;
  /** What the model and the witnesses say; null before the first evaluation. */
  readonly judgement: Judgement | null;
  /** What going on is worth by the last evaluation; null where no model can tell, or where that one was not judged. */
  readonly worth: number | null;
  /** Since when the log has been quiet, in epoch seconds; null when no time is known. */
  readonly quietSince: number | null;
  /** What to try once the budget is spent; null: nobody looked at the data. */
  readonly afterBudget: readonly string[] | null;
  /** What a check found in the data set; null: nobody looked at the data. */
  readonly found: DataFound | null;
  /** Training time in seconds, without pauses. */
  readonly trained: number;
  /** How it is made to evaluate while it trains, as a sentence; null where that is not known. */
  readonly toEvaluate: string | null;
  /** What the other runs of its group say of it; null where it has no group, or is not outrun. */
  readonly outrun: OutrunFacts | null;
  /** The best of the earlier runs on the same data set, to be passed; null where none is known. */
  readonly toPass: RunToPass | null;
}

/** That a run of a group cannot reach the one that leads. */
export interface OutrunFacts extends Pick<Outrun, 'leaderBest' | 'behind' | 'share' | 'odds'> {
  /** The name of the run that leads, as people call it. */
  readonly leader: string;
  /** How many runs of the group go on. */
  readonly left: number;
  /** How many of the runs that it is compared with are on other machines; absent: none. */
  readonly remoteRuns?: number;
}

/** A run of the past on the same data set, by the same figure. */
export interface RunToPass {
  readonly name: string;
  readonly best: number;
}

/**
 * What a check found in the data set, as clauses: `12 images nearly the same as another`. Empty where it found nothing.
 */
export interface DataFound {
  /** Of the variety of the images. */
  readonly variety: readonly string[];
  /** Of how many there are. */
  readonly size: readonly string[];
}

/** What is known besides the log at one instant. */
export interface AdvisorInput {
  readonly now: number;
  readonly alive: boolean | null;
  readonly exit: Facts['exit'];
  readonly quietSince: number | null;
  /** What to try once the budget is spent, as this data set has it; absent: what the guide says of any. */
  readonly afterBudget?: readonly string[];
  /** What a check found in its data set; absent: nobody looked. */
  readonly found?: DataFound;
  /** The planned length is what a person told, so that it does not end there by itself; absent: no. */
  readonly isLengthTold?: boolean;
  /** Seconds for which it was paused, which the trainer's own times include; absent: none. */
  readonly paused?: number;
  /** Seconds since it was started, pauses included; null or absent where that is not known. */
  readonly sinceStart?: number | null;
  /** What the other runs of its group say of it, and the best of the past; absent: nothing. */
  readonly outrun?: OutrunFacts | null;
  readonly toPass?: RunToPass | null;
  /** What is known of the trainer; null while it is not recognised. */
  readonly habits: Pick<TrainerHabits, 'family' | 'lossBands' | 'toEvaluate'> | null;
}

export function gatherFacts(
  run: Run,
  settings: AdviceSettings,
  input: AdvisorInput,
  judgement: Judgement | null,
): Facts {
  const metric = decidingMetric(run, wantedMetric(settings));
  const curve = mapCurve(run, metric).slice(settings.ignoreFirst);
  const planned = plannedLength(run);
  const at = position(run);
  const state = stateOf(run);
  const gone = input.alive === false && hasTrained(run);
  const reached = hasReachedPlan(run) && input.isLengthTold !== true;
  return {
    run,
    settings,
    ...input,
    // What a trainer prints of its steps leaves evaluations and saves out, and some print nothing.
    trained: Math.max(run.elapsed, input.sinceStart ?? 0) - (input.paused ?? 0),
    toEvaluate: input.habits?.toEvaluate ?? null,
    outrun: input.outrun ?? null,
    toPass: input.toPass ?? null,
    afterBudget: input.afterBudget ?? null,
    found: input.found ?? null,
    judgement,
    worth: judgement?.index === judgedEvaluations(run, settings).length - 1 ? judgement.worth : null,
    state,
    over: state === 'ended' || gone || reached,
    done: run.ended === 'complete' || reached,
    unit: run.axis,
    at,
    planned,
    progress: progressOf(run),
    left: timeLeft(run),
    curve,
    best: bestOf(run, metric, curve),
    metric,
    metricName: metric.title,
    mapText: (value) => (metric.isLoss ? number(value) : metricText(value, settings.mapUnit)),
    band: input.habits?.lossBands === true && run.loss !== null ? lossBandOf(run.loss.last) : null,
    plannedEvaluations: plannedEvaluationsOf(curve, planned),
  };
}

/** The best that was ever read, where the run keeps it, else of the curve. */
function bestOf(run: Run, metric: JudgedMetric, curve: Facts['curve']): Facts['best'] {
  const kept = run.best === null ? null : metricOf(run.best.metric === 'map50To95' ? 'map50-95' : 'map50');
  return kept === metric ? run.best : bestOfCurve(curve, metric);
}

/**
 * The plan divided by the usual distance between two evaluations (their median, so that a missing one does not matter).
 */
function plannedEvaluationsOf(curve: Facts['curve'], planned: number | null): number | null {
  if (planned === null || curve.length < 2) return null;
  const distance = usualDistance(curve.map(({ at }) => at));
  return distance === null ? null : Math.max(1, Math.round(planned / distance));
}
