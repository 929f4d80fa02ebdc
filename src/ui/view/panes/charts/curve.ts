import { drawChart, plotColumns } from '../../../../charts/chart.ts';
import { trendOf } from '../../../../charts/trend.ts';
import type { ScreenFacts } from '../../../state/facts/facts.ts';
import { type ScreenState, smoothingWeights } from '../../../state/state.ts';
import { fitRows, type Role, row, type Row, sideBySide, span } from '../../../../words/terminal/row.ts';
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

/**
 * The chosen metric, and beside it as small multiples those of its family: the parts of a loss, or precision, recall
 * and F1. As many as have room; the chosen one is always among them.
 */
export const drawMetric: PaneDraw = (facts, state, width, height) => {
  const names = metricNames(facts.run);
  const name = state.metric ?? names[0] ?? '';
  const place = `  ${names.indexOf(name) + 1}/${names.length} [ ]`;
  const family = familyOf(name, names);
  const { across, down } = multiplesIn(family.length, width, height);
  const from = Math.max(0, Math.min(family.indexOf(name), family.length - across * down));
  const shown = family.slice(from, from + across * down);
  const chosen: Curve = { name, role: 'plain', said: `${screenText(name)} `, place };
  if (shown.length < 2) return drawCurve(facts, state, width, height, chosen);
  const sizes = shared(width, across);
  const heights = shared(height, down);
  const rows = heights.flatMap((tall, line) => {
    const inLine = shown.slice(line * across, (line + 1) * across);
    return sideBySide(
      sizes.map((wide, column) => {
        const each = inLine[column];
        return fitRows(
          each === undefined ? [] : multiple(facts, state, each, wide - 1, tall, each === name),
          wide,
          tall,
        );
      }),
    );
  });
  return { title: curveTitle(facts, state, chosen), rows, length: rows.length };
};

/** A small chart below its name and its last figure. */
function multiple(
  facts: ScreenFacts,
  state: ScreenState,
  name: string,
  width: number,
  height: number,
  isChosen: boolean,
): Row[] {
  const role = multipleRoles.find(([pattern]) => pattern.test(name))?.[1] ?? 'plain';
  const { title, rows } = drawCurve(facts, state, width, height - 1, { name, role, said: '', place: '' });
  return [row(span(screenText(shortName(name)), isChosen ? 'focus' : 'title'), ' ', ...title), ...rows];
}

const multipleRoles = [
  [/^loss/, 'loss'],
  [/^validation/, 'validation'],
  [/^iou/, 'iou'],
  [/^evaluation/, 'map'],
] as const;

/** Returns the metrics that belong together with one, in their order; at least itself. */
function familyOf(name: string, names: readonly string[]): readonly string[] {
  const [head] = name.split(/[ /]/);
  const family = names.filter((other) => other !== head && other.split(/[ /]/)[0] === head);
  return family.includes(name) ? family : [name];
}

function shortName(name: string): string {
  return name.replace(/^evaluation |^[^/]*\//, '');
}

/** Returns how many small charts stand side by side and below one another. */
function multiplesIn(count: number, width: number, height: number): { readonly across: number; readonly down: number } {
  const across = Math.max(1, Math.min(count, Math.floor(width / minMultiple.width)));
  const down = Math.max(1, Math.min(Math.ceil(count / across), Math.floor(height / minMultiple.height)));
  return { across: Math.min(across, Math.ceil(count / down)), down };
}

const minMultiple = { width: 24, height: 7 } as const;

/** Divides cells into parts of equal size; the first ones take what is left over. */
function shared(cells: number, parts: number): number[] {
  return Array.from({ length: parts }, (_, index) => Math.floor(cells / parts) + (index < cells % parts ? 1 : 0));
}

/** A metric and its title: what is said before its newest figure, and after it. */
interface Curve {
  readonly name: string;
  readonly role: Role;
  readonly said: string;
  readonly place: string;
}

function drawCurve(facts: ScreenFacts, state: ScreenState, width: number, height: number, curve: Curve): PaneView {
  const { run, characters } = facts;
  const { name, role } = curve;
  const metric = metricOf(run, name);
  const { from, to } = visibleExtent(run, state);
  const weight = smoothingWeights[state.smoothing] ?? 0;
  const rows = drawChart(
    {
      curves: [{ buckets: metric.buckets(from, to, plotColumns(width, characters), weight), role, band: true }],
      ...axisWords(facts, state.axis, { from, to }),
      thresholds: [],
      marks: [],
      ticks: axisTicks(run),
      future: null,
      cursor: state.cursor,
      log: state.logScale && !isShare(name),
      range: null,
      percent: false,
      characters,
      empty: ['nothing measured here'],
    },
    width,
    height,
  );
  return { title: curveTitle(facts, state, curve), rows, length: rows.length };
}

function curveTitle(facts: ScreenFacts, state: ScreenState, { name, said, place }: Curve): Row {
  const { run } = facts;
  const metric = metricOf(run, name);
  const format = isShare(name)
    ? (value: number) => metricText(value, 'fraction', 'compact')
    : (value: number) => number(value, 'compact');
  const now = name === 'iou' ? iouNow(run) : metric.last === null ? null : format(metric.last);
  const trend = now === 'nan' ? '' : ` ${trendOf(run.series.get(name))}`;
  const spans = now === null ? [] : [span(now, 'strong'), trend];
  return row(said, ...spans, ...cursorText(facts, state, metric.nearest, format), place);
}

function isShare(name: string): boolean {
  return name.startsWith('iou') || name.startsWith('evaluation');
}
