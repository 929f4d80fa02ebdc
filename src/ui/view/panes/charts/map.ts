import { goodMap } from '../../../../advisor/verdict.ts';
import { position } from '../../../../run/reduce.ts';
import type { Run } from '../../../../run/run.ts';
import { mapCurve, secondsPerStep } from '../../../../run/selectors.ts';
import { drawChart } from '../../../../charts/chart.ts';
import type { ChartSpec, ChartCurve } from '../../../../charts/chartSpec.ts';
import { pointBuckets } from '../../../../charts/columns.ts';
import { compare } from '../../../../charts/trend.ts';
import { type ScreenFacts, isOver, place } from '../../../state/facts/facts.ts';
import type { ScreenState } from '../../../state/state.ts';
import { row, type Row, rowWidth, span, type Span } from '../../../../words/terminal/row.ts';
import { axisTicks, axisWords, futureOf } from './axis.ts';
import { cursorText } from './cursorText.ts';
import { evaluationPoints, nearestOf } from './metrics.ts';
import { overlaidRuns } from './overlay.ts';
import { reasonMarks } from './reasonMarks.ts';
import type { PaneDraw } from '../pane.ts';
import { count } from '../../../../words/count.ts';
import { duration } from '../../../../words/duration.ts';
import { metricNumber, metricText, type MetricUnit } from '../../../../words/metric.ts';
import { visibleExtent } from '../../../state/axis/axis.ts';

/** Every mAP so far, with the line that the guide calls generally good, and the best marked. */
export const drawMap: PaneDraw = (facts, state, width, height) => {
  if (state.tailView) return drawTail(facts, state, width, height);
  const { run } = facts;
  const unit = facts.mapUnit;
  const coarse = evaluationPoints(run, 'map50');
  const fine = evaluationPoints(run, 'map50To95');
  const bounds = visibleExtent(run, state);
  const future = futureOf(facts, state, bounds.to);
  const curves: ChartCurve[] = [];
  const isPair = coarse.length > 0 && fine.length > 0;
  for (const { other, role, sign } of overlaidRuns(facts, state)) {
    curves.push({ buckets: pointBuckets(other.map), role, sign, band: false });
  }
  if (fine.length > 0) {
    const named = isPair ? { name: '50-95' } : {};
    curves.push({ buckets: pointBuckets(fine), role: 'validation' as const, band: false, ...named });
  }
  if (coarse.length > 0) {
    const named = isPair ? { name: '50' } : {};
    curves.push({ buckets: pointBuckets(coarse), role: 'map' as const, band: false, ...named });
  }
  // The overview is the same for every training, so that they can be compared; a zoomed one follows what is in view.
  const inView = [...coarse, ...fine].filter(({ at }) => at >= bounds.from && at <= bounds.to);
  const isWhole = state.zoom === 0 || inView.length === 0;
  const rows = drawChart(
    {
      ...common(facts, state),
      curves,
      future,
      ...axisWords(facts, state.axis, bounds),
      thresholds: [{ value: goodMap, label: `${goodLine(unit)} good`, short: goodLine(unit) }],
      range: isWhole ? { low: 0, high: 1 } : rangeWith(inView.map(({ value }) => value)),
      percent: unit === 'percent',
    },
    width,
    height,
  );
  const value = cursorText(
    facts,
    state,
    (x) => nearestOf(mapCurve(run), x),
    (y) => metricText(y, unit, 'compact'),
  );
  const title: (string | Span)[] = value.length > 0 ? value.slice(1) : headline(facts, width);
  const fan = future?.fan ?? null;
  if (fan !== null) {
    const text = `  ends at ${metricNumber(fan.low, unit, 'compact')} to ${metricText(fan.high, unit, 'compact')}`;
    const piece = span(text, 'forecast');
    // A remark that does not fit in full is left out.
    if (rowWidth(row(...title, piece)) + titleRoom <= width) title.push(piece);
  }
  return { title: row(...title), rows, length: rows.length };
};

/** The last evaluations with their own range, where a fall of a point can be seen. */
export const drawTail: PaneDraw = (facts, state, width, height) => {
  const { run } = facts;
  const unit = facts.mapUnit;
  const curve = mapCurve(run);
  const best = run.best;
  const { points, isSinceBest } = tailOf(curve, best?.at ?? null);
  const values = points.map((point) => point.value);
  const from = points[0]?.at ?? 0;
  const to = points.at(-1)?.at ?? 1;
  const rows = drawChart(
    {
      ...common(facts, state),
      future: null,
      curves: points.length === 0 ? [] : [{ buckets: pointBuckets(points), role: 'map', band: false }],
      ...axisWords(facts, state.axis, { from, to }),
      thresholds:
        best === null
          ? []
          : [{ value: best.value, label: `best ${metricText(best.value, unit, 'compact')}`, short: 'best' }],
      range: points.length === 0 ? null : rangeWith(best === null ? values : [...values, best.value]),
      percent: unit === 'percent',
    },
    width,
    height,
  );
  return { title: row(tailTitle(facts, points.length, isSinceBest)), rows, length: rows.length };
};

/**
 * Returns the evaluations since the best where there are enough of them to be looked at, else the last third, so that a
 * steep start does not set the range.
 */
function tailOf<Point extends { readonly at: number }>(
  curve: readonly Point[],
  bestAt: number | null,
): { readonly points: readonly Point[]; readonly isSinceBest: boolean } {
  const since = bestAt === null ? -1 : curve.findLastIndex(({ at }) => at <= bestAt);
  const length = curve.length - since;
  if (since >= 0 && length >= minTail && length <= maxTail) return { points: curve.slice(since), isSinceBest: true };
  const points = curve.slice(-Math.min(maxTail, Math.max(minTail, Math.ceil(curve.length / 3))));
  return { points, isSinceBest: false };
}

function tailTitle({ run }: ScreenFacts, length: number, isSinceBest: boolean): string {
  if (length === 0) return '';
  const at = position(run);
  if (!isSinceBest || run.best === null || at === null) return `last ${length} evaluations`;
  return `since the best, ${count(Math.max(0, at - run.best.at), 'compact')} ${run.axis}s`;
}

/** Evaluations in the tail view. */
const minTail = 8;
const maxTail = 60;

/** A mAP lies between 0 and 1; a range of less than half a point would make waves of noise. */
function rangeWith(values: readonly number[]): { readonly low: number; readonly high: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(0, minMapRange - (high - low)) / 2;
  return { low: Math.max(0, low - room), high: Math.min(1, high + room) };
}

const minMapRange = 0.005;

/** As the axis writes it. */
function goodLine(unit: MetricUnit): string {
  return unit === 'percent' ? (goodMap * 100).toFixed(0) : goodMap.toFixed(1);
}

/** Says what is awaited while there is no evaluation, and when. */
function awaited(facts: ScreenFacts): readonly string[] {
  const { run } = facts;
  if (isOver(facts)) return ['the training ended without an evaluation'];
  if (run.lines === 0 && run.trainer === null) return ['nothing read yet'];
  if (facts.trainer === null) return ['no trainer recognised'];
  const at = position(run);
  const next = run.nextEvaluation;
  const seconds = secondsPerStep(run);
  if (next === null) return ['no evaluation yet:', ...usuallyAwaited(run, seconds)];
  const lines = ['no evaluation yet:', `the first at ${run.axis} ${count(next, 'compact')}`];
  if (at !== null && seconds !== null && next > at) lines.push(`in ${duration((next - at) * seconds, 'compact')}`);
  return lines;
}

/** Trainers that count in epochs usually evaluate after each one, and seldom announce it. */
function usuallyAwaited(run: Run, seconds: number | null): readonly string[] {
  if (run.plan.epochs === null && run.epochs === null) return ['the trainer has not announced when'];
  const usual = 'most evaluate after each epoch';
  return run.axis === 'epoch' && seconds !== null ? [usual, `one takes ${duration(seconds, 'compact')}`] : [usual];
}

/** Returns the latest value, its trend, and the best. */
export function mapSummary(
  facts: ScreenFacts,
): (Record<'name' | 'now', string> & Record<'best' | 'bestShort', string | null>) | null {
  const { run } = facts;
  const unit = facts.mapUnit;
  const curve = mapCurve(run);
  const last = curve.at(-1);
  if (last === undefined) return null;
  const name = last.evaluation.map50To95 === null ? 'mAP50' : 'mAP50-95';
  const now = `${metricText(last.value, unit, 'compact')} ${compare(curve.at(-2)?.value ?? last.value, last.value)}`;
  const best = run.best;
  const bestShort = best === null ? null : metricText(best.value, unit, 'compact');
  return { name, now, best: best === null ? null : `best ${bestShort} @${count(best.at, 'compact')}`, bestShort };
}

/** A mAP below this is shown as zero. */
const nothing = 0.0005;

/** Columns of a title for the number and the name of the pane and for its border. */
const titleRoom = 10;

function common(
  facts: ScreenFacts,
  state: ScreenState,
): Pick<ChartSpec, 'marks' | 'ticks' | 'cursor' | 'log' | 'characters' | 'empty'> {
  const { run } = facts;
  return {
    cursor: state.cursor,
    marks: [
      ...(run.best === null ? [] : [{ x: run.best.at, y: run.best.value, sign: '★' }]),
      ...reasonMarks(facts, state, ['recent progress', 'time left'], (x) => nearestOf(mapCurve(run), x)),
    ],
    ticks: axisTicks(run),
    log: false,
    characters: facts.characters,
    empty: awaited(facts),
  };
}

function headline(facts: ScreenFacts, width: number): (string | Span)[] {
  const summary = mapSummary(facts);
  if (summary === null) return [];
  const out: (string | Span)[] = [summary.name === 'mAP50' ? '' : '50-95 ', span(summary.now, 'strong')];
  if (summary.best === null) return out;
  const bests = [summary.best, summary.bestShort ?? ''].map((text) => row('  ', span('★ ', 'mark'), text));
  const best = bests.find((pieces) => rowWidth(row(...out, ...pieces)) + titleRoom <= width + 2);
  return best === undefined ? out : [...out, ...best];
}

/** Returns the place of the best, or what is awaited, for rows without a chart. */
export function bestLine(facts: ScreenFacts, width: number): Row {
  const summary = mapSummary(facts);
  if (summary === null || summary.best === null) {
    const lines = awaited(facts);
    const whole = lines.join(' ');
    return row(span(whole.length <= width ? whole : `mAP: ${lines.slice(1).join(' ') || whole}`, 'dim'));
  }
  const { unit, at } = place(facts.run);
  const { best } = facts.run;
  if (best !== null && best.value < nothing) return row(span('the mAP is still zero', 'dim'));
  const age = best === null || at === null || at <= best.at ? '' : `, ${count(at - best.at, 'compact')} ${unit} ago`;
  return row(`${summary.best} ${unit}${age}`);
}
