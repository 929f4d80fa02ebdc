import { placeOf } from '../../run/evaluations.ts';
import { recentPoints } from '../../run/series.ts';
import { type Cells, csvText } from './csvText.ts';
import type { ReportedTraining } from '../reported.ts';

/**
 * Writes the figures of trainings as one tidy table (RFC 4180): a row for each value, with the run, what its place
 * counts, the place and the name of the metric. mAP, precision, recall, F1, AP and IoU are fractions. Of a training
 * longer than what is kept exactly, older losses are means over the iterations up to their place.
 */
export function tidyCsv(trainings: readonly ReportedTraining[]): string {
  const rows = trainings.flatMap((training) => [
    ...evaluationRows(training),
    ...lossRows(training),
    ...classRows(training),
  ]);
  return csvText([['run', 'unit', 'at', 'metric', 'value'], ...rows]);
}

function evaluationRows({ name, run }: ReportedTraining): readonly Cells[] {
  return run.evaluations.flatMap((evaluation) => {
    const at = placeOf(run, evaluation);
    return metrics.flatMap(([metric, title]): Cells[] => {
      const value = evaluation[metric];
      return at === null || value === null ? [] : [[name, run.axis, at, title, value]];
    });
  });
}

/** Figures of an evaluation, each with its name in the table. */
const metrics = [
  ['map50', 'map50'],
  ['map50To95', 'map50_95'],
  ['precision', 'precision'],
  ['recall', 'recall'],
  ['f1', 'f1'],
  ['iou', 'iou'],
  ['validationLoss', 'validation_loss'],
] as const;

function lossRows({ name, run }: ReportedTraining): readonly Cells[] {
  const series = run.series.get('loss');
  if (series === undefined) return [];
  const { x, y } = recentPoints(series);
  return [
    ...series.buckets.map(({ to, mean }): Cells => [name, run.axis, to, 'loss', mean]),
    ...Array.from(x, (at, index): Cells => [name, run.axis, at, 'loss', y[index]!]),
  ];
}

/** At the last evaluation. */
function classRows({ name, run }: ReportedTraining): readonly Cells[] {
  const last = run.evaluations.at(-1);
  const at = last === undefined ? null : placeOf(run, last);
  return at === null
    ? []
    : run.classes.map(({ name: label, ap }): Cells => [name, run.axis, at, `ap:${label}`, ap ?? 'nan']);
}
