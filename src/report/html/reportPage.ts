import { curveKinds, type SvgSpec } from '../../charts/svg/svgChart.ts';
import { metricOf } from '../../run/metric.ts';
import { decidingMetric, mapCurve } from '../../run/selectors.ts';
import { counted } from '../../words/count.ts';
import { type Markup, markup } from '../../words/page/markup.ts';
import { metricText } from '../../words/metric.ts';
import { groupStatistics } from '../../fleet/groupStatistics.ts';
import type { SettingDifference } from '../../fleet/settingsDifference.ts';
import { comparisonRows, groupFigures } from '../compare.ts';
import { groupLine } from '../group/groupText.ts';
import { chartFigure } from './figure.ts';
import type { ReportedTraining } from '../reported.ts';
import { htmlPage, type PageOrigin } from './htmlPage.ts';
import { table } from './tables.ts';
import { trainingSection } from './trainingSection.ts';

export interface PageOptions extends PageOrigin {
  /** What the trainings have in common: the name of a group; null for none. */
  readonly group: string | null;
  /** Whether they are folds of one cross-validation. */
  readonly areFolds: boolean;
  /** The settings in which several trainings differ. */
  readonly differences: readonly SettingDifference[];
}

/** Makes one HTML page of one or several trainings. */
export function reportPage(trainings: readonly ReportedTraining[], options: PageOptions): string {
  const [first] = trainings;
  if (first === undefined) throw new Error('A report needs a training.');
  const isOne = trainings.length === 1;
  const title = isOne ? first.name : (options.group ?? counted(trainings.length, 'training'));
  const content = isOne ? markup`${subtitle(first)}${trainingSection(first)}` : severalSections(trainings, options);
  return htmlPage(title, content, options);
}

function subtitle({ run, record, path }: ReportedTraining): Markup {
  const trainer = run.trainer === null ? 'no trainer recognised' : run.trainer.name;
  return markup`<p class="dim">${trainer}, ${record?.id ?? path}</p>`;
}

function severalSections(
  trainings: readonly ReportedTraining[],
  { differences, areFolds }: Pick<PageOptions, 'differences' | 'areFolds'>,
): Markup {
  const [heading, ...rows] = comparisonRows(trainings);
  return markup`<h2>Side by side</h2>${table(heading ?? [], rows, [3, 4, 5, 6, 7])}
${groupParagraph(trainings, areFolds)}
<div class="charts">${overlay(trainings)}</div>
${
  differences.length === 0
    ? null
    : markup`<h2>What differs</h2>${table(
        ['', ...differences.map(({ setting }) => setting)],
        trainings.map(({ name }, at) => [name, ...differences.map(({ values }) => values[at] ?? '-')]),
      )}`
}
${trainings.map((training) => markup`<h2>${training.name}</h2>${subtitle(training)}${trainingSection(training)}`)}`;
}

/** The group in a line, where more than one of them tells the same metric. */
function groupParagraph(trainings: readonly ReportedTraining[], areFolds: boolean): Markup | null {
  const figures = groupFigures(trainings);
  const measured = figures.filter(({ best }) => best !== null);
  return measured.length < 2 ? null : markup`<p>${groupLine(groupStatistics(figures), areFolds)}</p>`;
}

/** The mAP of all trainings in one chart: over the axis they share, else over the share of their own length. */
function overlay(trainings: readonly ReportedTraining[]): Markup | null {
  const { axis } = trainings[0]!.run;
  const isShared = trainings.every(({ run }) => run.axis === axis);
  const metric = metricOf(trainings.every(({ run }) => decidingMetric(run).name === 'map50-95') ? 'map50-95' : 'map50');
  const unit = trainings[0]!.settings.mapUnit;
  const curves = trainings.flatMap(({ name, run }, index) => {
    const points = mapCurve(run, metric);
    const end = points.at(-1)?.at ?? 1;
    const kind = curveKinds[index % curveKinds.length]!;
    return points.length === 0
      ? []
      : [{ name, kind, points: points.map(({ at, value }) => ({ x: isShared ? at : (100 * at) / end, y: value })) }];
  });
  if (curves.length === 0) return null;
  const to = Math.max(1, ...curves.flatMap(({ points }) => points.map(({ x }) => x)));
  const spec: SvgSpec = {
    title: `${metric.title} of ${counted(curves.length, 'training')}`,
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
    title: isShared ? metric.title : `${metric.title} over the percentage of each`,
    unit: isShared ? axis : 'percentage',
    spec,
    value: (value) => metricText(value, unit),
  });
}
