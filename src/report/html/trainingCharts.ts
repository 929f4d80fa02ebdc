import { goodMap, lossBands } from '../../advisor/verdict.ts';
import { fanOf } from '../../charts/fan.ts';
import type { SvgCurve, SvgEvent, SvgPoint, SvgSpec } from '../../charts/svg/svgChart.ts';
import { placeOf } from '../../run/evaluations.ts';
import { position } from '../../run/reduce.ts';
import type { Run } from '../../run/run.ts';
import { isKnown, plannedLength } from '../../run/selectors.ts';
import { columnsOf, extent } from '../../run/series.ts';
import { count } from '../../words/count.ts';
import { metricText, metricTitles } from '../../words/metric.ts';
import { number } from '../../words/number.ts';
import type { ReportedTraining } from '../reported.ts';

/** A chart of a training, and how its values are read. */
export interface TrainingChart {
  /** As `--svg` and `--png` take it. */
  readonly id: ChartId;
  readonly title: string;
  readonly unit: string;
  readonly spec: SvgSpec;
  /** Writes one value of it. */
  readonly value: (value: number) => string;
}

export const chartIds = ['map', 'loss', 'forecast', 'precision', 'iou', 'rate'] as const;
export type ChartId = (typeof chartIds)[number];

/** Points of a curve: more than a chart is wide would not be seen. */
const maxPoints = 320;

/** The charts of a training for which it has figures, the most important first. */
export function trainingCharts(training: ReportedTraining): readonly TrainingChart[] {
  const { run, settings } = training;
  const fraction = (value: number): string => metricText(value, settings.mapUnit);
  const rate = seriesCurve(run, 'learningRate', 'learning rate', 'other-c');
  const charts: readonly Omit<TrainingChart, 'unit'>[] = [
    { id: 'map', title: 'mAP', value: fraction, spec: mapSpec(training) },
    { id: 'loss', title: 'Loss', value: number, spec: lossSpec(training) },
    { id: 'forecast', title: 'Forecasts', value: fraction, spec: forecastSpec(training) },
    {
      id: 'precision',
      title: 'Precision and recall',
      value: fraction,
      spec: fractionSpec(training, 'Precision and recall', precisionCurves(run)),
    },
    { id: 'iou', title: 'IoU', value: fraction, spec: fractionSpec(training, 'IoU', iouCurves(run)) },
    { id: 'rate', title: 'Learning rate', value: number, spec: plainSpec(training, 'Learning rate', rate) },
  ];
  return charts
    .filter(({ spec }) => spec.curves.length > 0)
    .map(({ id, title, value, spec }) => ({ id, title, value, spec, unit: run.axis }));
}

/** The values of a chart at each place where it has any, in order. */
export function readings({
  spec,
  unit,
  value,
}: TrainingChart): readonly { readonly x: number; readonly text: string }[] {
  const byPlace = new Map<number, string[]>();
  for (const { name, points } of spec.curves) {
    for (const { x, y } of points) byPlace.set(x, [...(byPlace.get(x) ?? []), `${name} ${value(y)}`]);
  }
  return [...byPlace]
    .toSorted(([one], [other]) => one - other)
    .map(([x, values]) => ({ x, text: `${unit} ${count(x)}: ${values.join(', ')}` }));
}

function mapSpec(training: ReportedTraining): SvgSpec {
  const { run, verdict, settings } = training;
  const { best } = run;
  const at = position(run);
  const planned = plannedLength(run);
  const fan = fanOf(run, verdict);
  const isAhead = fan !== null && at !== null && planned !== null && planned > at;
  const good = settings.mapUnit === 'percent' ? `${goodMap * 100} generally good` : `${goodMap} generally good`;
  return {
    ...plainSpec(training, 'mAP', mapCurves(run)),
    to: isAhead ? planned : lastPlace(run),
    percent: settings.mapUnit === 'percent',
    range: { low: 0, high: 1 },
    thresholds: [{ value: goodMap, label: good, short: '' }],
    best:
      best === null
        ? null
        : {
            x: best.at,
            y: best.value,
            label: `best ${metricTitles[best.metric]} ${metricText(best.value, settings.mapUnit)}`,
          },
    fan: isAhead ? { from: at, to: planned, ...fan } : null,
  };
}

function lossSpec(training: ReportedTraining): SvgSpec {
  const tints = ['zone-a', 'zone-b', 'zone-c'] as const;
  const bands = lossBands.map(({ limit, label }, index) => ({
    value: limit,
    label: `${limit.toFixed(1)} ${label}`,
    short: '',
    tint: tints[index]!,
  }));
  return {
    ...plainSpec(training, 'Loss', lossCurves(training.run)),
    thresholds: training.trainer?.habits.lossBands === true ? bands : [],
  };
}

/** What was expected of the best mAP as the training went on, against what has come of it. */
function forecastSpec(training: ReportedTraining): SvgSpec {
  const { run, forecasts, settings } = training;
  const points = forecasts.map(({ at, low, mid, high }) => ({ x: at, y: mid, low, high }));
  const expected = { name: 'best mAP expected at the end', kind: 'map', points: thinned(points) } as const;
  const reached = run.best && { value: run.best.value, label: `best ${metricText(run.best.value, settings.mapUnit)}` };
  return {
    ...plainSpec(training, 'Forecasts', points.length < 2 ? [] : [expected]),
    percent: settings.mapUnit === 'percent',
    thresholds: reached === null ? [] : [{ ...reached, short: '' }],
  };
}

function fractionSpec(training: ReportedTraining, title: string, curves: readonly SvgCurve[]): SvgSpec {
  return {
    ...plainSpec(training, title, curves),
    percent: training.settings.mapUnit === 'percent',
    range: { low: 0, high: 1 },
  };
}

function plainSpec({ run, verdicts }: ReportedTraining, title: string, curves: readonly SvgCurve[]): SvgSpec {
  const to = lastPlace(run);
  return {
    title: `${title}: ${curves.map(({ name }) => name).join(', ')} over ${run.axis}s up to ${count(to)}`,
    curves,
    from: firstPlace(run),
    to,
    percent: false,
    range: null,
    thresholds: [],
    best: null,
    events: eventsOf(run, verdicts),
    fan: null,
  };
}

function eventsOf(run: Run, verdicts: ReportedTraining['verdicts']): readonly SvgEvent[] {
  const at = (place: number): string => `${run.axis} ${count(place)}`;
  const saves = run.checkpoints.flatMap(({ path, at: place }) =>
    place === null ? [] : [{ at: place, kind: 'save' as const, label: `${at(place)}: saved ${path}` }],
  );
  const regimes = run.regimes.flatMap(({ at: place, label }) =>
    place === null
      ? []
      : [
          {
            at: place,
            kind: label === 'resumed' ? ('join' as const) : ('step' as const),
            label: `${at(place)}: ${label}`,
          },
        ],
  );
  const changes = verdicts.flatMap(({ at: place, headline }) =>
    place === null ? [] : [{ at: place, kind: 'verdict' as const, label: `${at(place)}: ${headline}` }],
  );
  return [...saves.slice(-maxSaves), ...regimes.slice(-maxEvents), ...changes.slice(-maxEvents)];
}

/** Signs that can be told apart. */
const maxSaves = 60;
const maxEvents = 40;

function mapCurves(run: Run): readonly SvgCurve[] {
  return [
    ...evaluationCurve(run, 'map50', metricTitles.map50, 'map'),
    ...evaluationCurve(run, 'map50To95', metricTitles.map50To95, 'validation'),
  ];
}

function lossCurves(run: Run): readonly SvgCurve[] {
  return [
    ...seriesCurve(run, 'loss', 'training loss', 'loss'),
    ...seriesCurve(run, 'validationLoss', 'validation loss', 'validation'),
  ];
}

function precisionCurves(run: Run): readonly SvgCurve[] {
  return [
    ...evaluationCurve(run, 'precision', 'precision', 'other-a'),
    ...evaluationCurve(run, 'recall', 'recall', 'other-b'),
  ];
}

function iouCurves(run: Run): readonly SvgCurve[] {
  const live = seriesCurve(run, 'iou', 'IoU', 'other-c');
  return live.length > 0 ? live : evaluationCurve(run, 'iou', 'IoU', 'other-c');
}

function evaluationCurve(
  run: Run,
  metric: 'map50' | 'map50To95' | 'precision' | 'recall' | 'iou',
  name: string,
  kind: SvgCurve['kind'],
): readonly SvgCurve[] {
  const points: SvgPoint[] = run.evaluations.flatMap((evaluation) => {
    const x = placeOf(run, evaluation);
    const y = evaluation[metric];
    return x !== null && isKnown(y) ? [{ x, y }] : [];
  });
  return points.length === 0 ? [] : [{ name, kind, points: thinned(points) }];
}

/** Keeps the highest of neighbours where there are more than can be seen, so that no best is lost. */
function thinned(points: readonly SvgPoint[]): readonly SvgPoint[] {
  const size = Math.ceil(points.length / maxPoints);
  if (size <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index) =>
    points.slice(index * size, (index + 1) * size).reduce((best, each) => (each.y > best.y ? each : best)),
  );
}

function seriesCurve(run: Run, series: string, name: string, kind: SvgCurve['kind']): readonly SvgCurve[] {
  const known = run.series.get(series);
  const bounds = known === undefined ? null : extent(known);
  if (known === undefined || bounds === null) return [];
  const points = columnsOf(known, bounds.from, bounds.to, maxPoints).map(({ to, mean, min, max, count: size }) =>
    size > 1 ? { x: to, y: mean, low: min, high: max } : { x: to, y: mean },
  );
  return points.some(({ y }) => Number.isFinite(y)) ? [{ name, kind, points }] : [];
}

function firstPlace(run: Run): number {
  return run.axis === 'epoch' ? Math.min(1, ...run.evaluations.map((evaluation) => placeOf(run, evaluation) ?? 1)) : 0;
}

function lastPlace(run: Run): number {
  return Math.max(1, position(run) ?? 1);
}
