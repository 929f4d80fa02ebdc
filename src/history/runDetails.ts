import { type Action, type AdviceSettings, wantedMetric } from '../advisor/verdict.ts';
import type { Plan } from '../run/events.ts';
import { position } from '../run/reduce.ts';
import type { Best, Run } from '../run/run.ts';
import { bestOfCurve, decidingMetric, mapCurve, plannedLength, progressOf, stateOf } from '../run/selectors.ts';
import { columnsOf, extent, type Series } from '../run/series.ts';
import { groupMeans } from '../words/groupMeans.ts';

/**
 * What is kept of a training: all of it can be read from its log again. Bounded, whatever the length of the log. Null:
 * not known, or no finite number.
 */
export interface RunDetails extends RunSummary {
  readonly plan: Plan;
  readonly evaluations: readonly KeptEvaluation[];
  /**
   * Each verdict that differed in name or action from the one before, judged at every evaluation and once more at the
   * end.
   */
  readonly verdicts: readonly KeptVerdict[];
  readonly checkpoints: readonly KeptCheckpoint[];
  readonly series: readonly KeptSeries[];
}

/** The few figures that a list of many trainings needs. */
export interface RunSummary {
  readonly trainer: { readonly name: string; readonly version: string | null } | null;
  /** As the log alone tells. */
  readonly state: 'running' | 'ended' | 'failed' | 'diverged';
  readonly unit: 'iteration' | 'epoch';
  readonly at: number | null;
  readonly planned: number | null;
  /** 0..1. */
  readonly progress: number | null;
  readonly best: Best | null;
  /** `last` is null when the loss is NaN or infinite. */
  readonly loss: { readonly first: number | null; readonly last: number | null; readonly min: number | null } | null;
  /** Training time in seconds, as the trainer itself counts it; 0 when it does not. */
  readonly elapsed: number;
  readonly lines: number;
  readonly unexplained: number;
  readonly verdict: {
    readonly name: string;
    readonly action: Action;
    readonly headline: string;
    /** What a person reads; absent where it was not kept: those of its name. */
    readonly words?: string;
  };
  /** The mAP that decides, at the last evaluation. */
  readonly latest: number | null;
  /** The mAP that decides, oldest first, in at most `curvePoints` points. */
  readonly curve: readonly number[];
}

export interface KeptEvaluation {
  readonly iteration: number | null;
  readonly epoch: number | null;
  readonly map50: number | null;
  readonly map50To95: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly iou: number | null;
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
  readonly learningRate: number | null;
  readonly elapsed: number | null;
}

export interface KeptVerdict {
  /** On the run's axis. */
  readonly at: number | null;
  /** Training time in seconds. */
  readonly elapsed: number | null;
  readonly name: string;
  readonly action: Action;
  readonly headline: string;
}

export interface KeptCheckpoint {
  readonly path: string;
  readonly at: number | null;
  readonly role: string;
  readonly elapsed: number | null;
}

export interface KeptSeries {
  readonly name: string;
  readonly points: readonly KeptPoint[];
}

/** From, to, minimum, mean, maximum. */
export type KeptPoint = readonly [number, number, number | null, number | null, number | null];

/** Points of a kept series: a wide terminal has no more columns in which to draw them. */
const seriesPoints = 256;
/** Points of the curve in a summary. */
const curvePoints = 64;
/** Series of a run: a log of garbage names many. */
const maxSeries = 32;
const maxCheckpoints = 1000;

/** The figures of a run, its verdict being known. */
export function summaryOf(run: Run, { name, action, headline, words }: RunSummary['verdict']): RunSummary {
  return {
    ...figuresOf(run),
    verdict: { name, action, headline, ...(words === undefined ? {} : { words }) },
  };
}

/** The figure that decides, as it is now and at its best. */
export function judgedFigureOf(
  run: Run,
  settings: AdviceSettings,
): {
  name: string;
  higherIsBetter: boolean;
  now: number | null;
  best: { value: number; at: number } | null;
} {
  const metric = decidingMetric(run, wantedMetric(settings));
  const curve = mapCurve(run, metric);
  const best = bestOfCurve(curve, metric);
  return {
    name: metric.name,
    higherIsBetter: !metric.isLoss,
    now: curve.at(-1)?.value ?? null,
    best: best === null ? null : { value: best.value, at: best.at },
  };
}

/** All of a summary that needs no judgement. */
function figuresOf(run: Run): Omit<RunSummary, 'verdict'> {
  const curve = mapCurve(run).map(({ value }) => value);
  return {
    trainer: run.trainer,
    state: stateOf(run),
    unit: run.axis,
    at: position(run),
    planned: plannedLength(run),
    progress: progressOf(run),
    best: run.best,
    loss:
      run.loss === null
        ? null
        : {
            first: finite(run.loss.first),
            last: run.nonFinite === null ? finite(run.loss.last) : null,
            min: finite(run.loss.min),
          },
    elapsed: finite(run.elapsed) ?? 0,
    lines: run.lines,
    unexplained: run.unexplained,
    latest: curve.at(-1) ?? null,
    curve: groupMeans(curve, curvePoints),
  };
}

/** What is to be kept of a run, its verdicts being known. */
export function detailsOf(run: Run, verdicts: readonly KeptVerdict[], verdict: RunSummary['verdict']): RunDetails {
  return {
    ...summaryOf(run, verdict),
    plan: run.plan,
    evaluations: run.evaluations.map((evaluation) => ({
      iteration: evaluation.iteration,
      epoch: evaluation.epoch,
      map50: finite(evaluation.map50),
      map50To95: finite(evaluation.map50To95),
      precision: finite(evaluation.precision),
      recall: finite(evaluation.recall),
      f1: finite(evaluation.f1),
      iou: finite(evaluation.iou),
      trainLoss: finite(evaluation.trainLoss),
      validationLoss: finite(evaluation.validationLoss),
      learningRate: finite(evaluation.learningRate),
      elapsed: finite(evaluation.elapsed),
    })),
    verdicts,
    checkpoints: run.checkpoints
      .slice(-maxCheckpoints)
      .map(({ path, at, role, elapsed }) => ({ path, at, role, elapsed: finite(elapsed) })),
    series: [...run.series]
      .slice(0, maxSeries)
      .map(([name, series]) => ({ name, points: pointsOf(series) }))
      .filter(({ points }) => points.length > 0),
  };
}

function pointsOf(series: Series): KeptPoint[] {
  const range = extent(series);
  if (range === null) return [];
  return columnsOf(series, range.from, range.to, seriesPoints).map(({ from, to, min, mean, max }) => [
    from,
    to,
    finite(min),
    finite(mean),
    finite(max),
  ]);
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
