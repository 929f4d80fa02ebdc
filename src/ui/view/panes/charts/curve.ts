import { drawChart, plotColumns } from '../../../../charts/chart.ts';
import { trendOf } from '../../../../charts/trend.ts';
import type { ScreenFacts } from '../../../state/facts/facts.ts';
import { type ScreenState, smoothingWeights } from '../../../state/state.ts';
import { type Role, row, span } from '../../../../words/terminal/row.ts';
import { screenText } from '../../../../words/terminal/screenText.ts';
import { axisTicks, axisWords } from './axis.ts';
import { cursorText } from './cursorText.ts';
import { iouNow } from '../../lines/figures.ts';
import { metricOf } from './metrics.ts';
import type { PaneDraw, PaneView } from '../pane.ts';
import { metricText } from '../../../../words/metric.ts';
import { number } from '../../../../words/number.ts';
import { visibleExtent } from '../../../state/axis/axis.ts';
import { metricNames } from '../../../state/facts/metricNames.ts';

/** The validation loss with its own range: beside the training loss a rise of some hundredths cannot be seen. */
export const drawValidation: PaneDraw = (facts, state, width, height) =>
  drawCurve(facts, state, width, height, { name: 'validationLoss', role: 'validation', said: '', place: '' });

/** The mean IoU of all heads over the iterations. */
export const drawIouPlot: PaneDraw = (facts, state, width, height) =>
  drawCurve(facts, state, width, height, { name: 'iou', role: 'iou', said: '', place: '' });

/** The chosen metric. */
export const drawMetric: PaneDraw = (facts, state, width, height) => {
  const names = metricNames(facts.run);
  const name = state.metric ?? names[0] ?? '';
  const place = `  ${names.indexOf(name) + 1}/${names.length} [ ]`;
  return drawCurve(facts, state, width, height, { name, role: 'plain', said: `${screenText(name)} `, place });
};

function drawCurve(
  facts: ScreenFacts,
  state: ScreenState,
  width: number,
  height: number,
  {
    name,
    role,
    said,
    place,
  }: { readonly name: string; readonly role: Role; readonly said: string; readonly place: string },
): PaneView {
  const { run, characters } = facts;
  const metric = metricOf(run, name);
  const { from, to } = visibleExtent(run, state);
  const weight = smoothingWeights[state.smoothing] ?? 0;
  const isShare = name.startsWith('iou') || name.startsWith('evaluation');
  const format = isShare
    ? (value: number) => metricText(value, 'fraction', 'compact')
    : (value: number) => number(value, 'compact');
  const rows = drawChart(
    {
      curves: [{ buckets: metric.buckets(from, to, plotColumns(width, characters), weight), role, band: true }],
      ...axisWords(facts, state.axis, { from, to }),
      thresholds: [],
      marks: [],
      ticks: axisTicks(run),
      future: null,
      cursor: state.cursor,
      log: state.logScale && !isShare,
      range: null,
      percent: false,
      characters,
      empty: ['nothing measured here'],
    },
    width,
    height,
  );
  const title = [said];
  const now = name === 'iou' ? iouNow(run) : metric.last === null ? null : format(metric.last);
  const trend = now === 'nan' ? '' : ` ${trendOf(run.series.get(name))}`;
  const spans = now === null ? [] : [span(now, 'strong'), trend];
  return {
    title: row(...title, ...spans, ...cursorText(facts, state, metric.nearest, format), place),
    rows,
    length: rows.length,
  };
}
