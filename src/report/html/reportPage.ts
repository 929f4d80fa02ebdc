import { createHash } from 'node:crypto';
import type { SvgSpec } from '../../charts/svg/svgChart.ts';
import { decidingMetric, mapCurve } from '../../run/selectors.ts';
import { count, counted } from '../../words/count.ts';
import { dateTime } from '../../words/dateTime.ts';
import { type Markup, markup } from '../../words/page/markup.ts';
import { metricText, metricTitles } from '../../words/metric.ts';
import { spreadOf, spreadText } from '../../words/spread.ts';
import { comparisonRows } from '../compare.ts';
import { chartFigure } from './figure.ts';
import type { ReportedTraining } from '../reported.ts';
import { script } from './script.ts';
import { style } from './style.ts';
import { table, trainingSection } from './trainingSection.ts';

export interface PageOptions {
  /** Epoch seconds. */
  readonly now: number;
  /** The version of Plateau. */
  readonly version: string;
  /** What the trainings have in common: the name of a group; null for none. */
  readonly group: string | null;
  /** What differs between the commands of several trainings: a row for each, behind a heading; empty for nothing. */
  readonly differences: readonly (readonly string[])[];
}

/**
 * Makes one HTML page of one or several trainings. It needs nothing besides itself: no file, no network, and no script
 * but its own, which its policy names by their hashes, so that no text in it can become one.
 */
export function reportPage(trainings: readonly ReportedTraining[], options: PageOptions): string {
  const [first] = trainings;
  if (first === undefined) throw new Error('A report needs a training.');
  const isOne = trainings.length === 1;
  const title = isOne ? first.name : (options.group ?? counted(trainings.length, 'training'));
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'">
<title>${title} · Plateau</title>
<style>${{ markup: style }}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${isOne ? markup`${subtitle(first)}${trainingSection(first)}` : severalSections(trainings, options.differences)}
</main>
<footer>Written by Plateau ${options.version} on ${dateTime(options.now)}.</footer>
<script>${{ markup: script }}</script>
</body>
</html>
`;
  return page.markup;
}

function hashOf(text: string): Markup {
  return { markup: `sha256-${createHash('sha256').update(text).digest('base64')}` };
}

function subtitle({ run, record, path }: ReportedTraining): Markup {
  const trainer = run.trainer === null ? 'no trainer recognised' : run.trainer.name;
  return markup`<p class="dim">${trainer}, ${record?.id ?? path}</p>`;
}

function severalSections(trainings: readonly ReportedTraining[], differences: PageOptions['differences']): Markup {
  const [heading, ...rows] = comparisonRows(trainings.map(comparedOf));
  return markup`<h2>Side by side</h2>${table(heading ?? [], rows, [3, 4, 5, 6, 7])}
${spreadParagraph(trainings)}
<div class="charts">${overlay(trainings)}</div>
${differences.length < 2 ? markup`<p>Their commands do not differ, as far as is known.</p>` : markup`<h2>What differs</h2>${table(differences[0]!, differences.slice(1))}`}
${trainings.map((training) => markup`<h2>${training.name}</h2>${subtitle(training)}${trainingSection(training)}`)}`;
}

/** A training as the table of `plateau compare` takes it. */
function comparedOf(training: ReportedTraining): Parameters<typeof comparisonRows>[0][number] {
  return { name: training.name, record: training.record, details: training.details };
}

function spreadParagraph(trainings: readonly ReportedTraining[]): Markup | null {
  const metric = trainings[0]!.run.best?.metric ?? null;
  const bests = trainings.flatMap(({ run }) =>
    run.best === null || run.best.metric !== metric ? [] : [run.best.value],
  );
  if (metric === null || bests.length < 2) return null;
  const unit = trainings[0]!.settings.mapUnit;
  return markup`<p>Best ${metricTitles[metric]} of ${count(bests.length)}: mean ± standard deviation ${spreadText(spreadOf(bests)!, unit)}, highest ${metricText(Math.max(...bests), unit)}.</p>`;
}

const kinds = ['map', 'loss', 'validation', 'other-a', 'other-b', 'other-c'] as const;

/** The mAP of all trainings in one chart: over the axis they share, else over the share of their own length. */
function overlay(trainings: readonly ReportedTraining[]): Markup | null {
  const { axis } = trainings[0]!.run;
  const isShared = trainings.every(({ run }) => run.axis === axis);
  const metric = trainings.every(({ run }) => decidingMetric(run) === 'map50To95') ? 'map50To95' : 'map50';
  const unit = trainings[0]!.settings.mapUnit;
  const curves = trainings.flatMap(({ name, run }, index) => {
    const points = mapCurve(run, metric);
    const end = points.at(-1)?.at ?? 1;
    const kind = kinds[index % kinds.length]!;
    return points.length === 0
      ? []
      : [{ name, kind, points: points.map(({ at, value }) => ({ x: isShared ? at : (100 * at) / end, y: value })) }];
  });
  if (curves.length === 0) return null;
  const to = Math.max(1, ...curves.flatMap(({ points }) => points.map(({ x }) => x)));
  const spec: SvgSpec = {
    title: `${metricTitles[metric]} of ${counted(curves.length, 'training')}`,
    curves,
    from: 0,
    to,
    percent: unit === 'percent',
    range: null,
    thresholds: [],
    best: null,
    events: [],
    fan: null,
  };
  return chartFigure({
    id: 'map',
    title: isShared ? metricTitles[metric] : `${metricTitles[metric]} over the percentage of each`,
    unit: isShared ? axis : 'percentage',
    spec,
    value: (value) => metricText(value, unit),
  });
}
