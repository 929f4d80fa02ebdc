import { placeOf } from '../../../../run/evaluations.ts';
import type { Run } from '../../../../run/run.ts';
import type { Bucket } from '../../../../run/series.ts';
import { nearestPoint, pointBuckets, seriesBuckets } from '../../../../charts/columns.ts';
import { type EvaluationFigure, evaluationFigures } from '../../../state/facts/metricNames.ts';

/** A metric as buckets for a plot, and the point nearest to an x. Both are empty for an unknown name. */
export interface Metric {
  readonly buckets: (from: number, to: number, columns: number, weight: number) => readonly Bucket[];
  readonly nearest: (x: number) => { readonly x: number; readonly y: number } | null;
  readonly last: number | null;
}

export function metricOf(run: Run, name: string): Metric {
  const series = run.series.get(name);
  if (series !== undefined) {
    return {
      buckets: (from, to, columns, weight) => seriesBuckets(series, from, to, columns, weight),
      nearest: (x) => nearestPoint(series, x),
      last: series.size === 0 ? null : series.y[series.size - 1]!,
    };
  }
  const figure = evaluationFigures.find((each) => name === `evaluation ${each}`);
  const points = figure === undefined ? [] : evaluationPoints(run, figure);
  return {
    buckets: (from, to) => pointBuckets(points).filter((bucket) => bucket.from >= from && bucket.to <= to),
    nearest: (x) => nearestOf(points, x),
    last: points.at(-1)?.value ?? null,
  };
}

/** Returns one figure of the evaluations over the axis. */
export function evaluationPoints(run: Run, figure: EvaluationFigure): { at: number; value: number }[] {
  const out: { at: number; value: number }[] = [];
  for (const evaluation of run.evaluations) {
    const at = placeOf(run, evaluation);
    const value = evaluation[figure];
    if (at !== null && value !== null && Number.isFinite(value)) out.push({ at, value });
  }
  return out;
}

export function nearestOf(
  points: readonly { readonly at: number; readonly value: number }[],
  x: number,
): { x: number; y: number } | null {
  let best: { x: number; y: number } | null = null;
  for (const { at, value } of points) {
    if (best === null || Math.abs(at - x) <= Math.abs(best.x - x)) best = { x: at, y: value };
  }
  return best;
}
