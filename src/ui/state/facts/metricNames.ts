import type { Run } from '../../../run/run.ts';

/** Returns the names of all metrics of a run: series first, then the figures of the evaluations. */
export function metricNames(run: Run): string[] {
  const series = [...run.series].filter(([, { count }]) => count > 0).map(([name]) => name);
  const figures = evaluationFigures.filter((figure) =>
    run.evaluations.some((evaluation) => evaluation[figure] !== null),
  );
  return [...series.toSorted(), ...figures.map((figure) => `evaluation ${figure}`)];
}

export const evaluationFigures = ['map50', 'map50To95', 'precision', 'recall', 'f1', 'iou'] as const;

export type EvaluationFigure = (typeof evaluationFigures)[number];
