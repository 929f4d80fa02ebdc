import { goodMap } from '../../../../advisor/verdict.ts';
import { position } from '../../../../run/reduce.ts';
import type { Run } from '../../../../run/run.ts';
import { mapCurve, secondsPerStep } from '../../../../run/selectors.ts';
import { drawChart } from '../../../../charts/chart.ts';
import type { ChartSpec, ChartCurve } from '../../../../charts/chartSpec.ts';
import { pointBuckets } from '../../../../charts/columns.ts';
import { compare } from '../../../../charts/trend.ts';
import { type ScreenFacts, mapUnit, isOver, place } from '../../../state/facts/facts.ts';
import type { ScreenState } from '../../../state/state.ts';
import { row, type Row, rowWidth, span, type Span } from '../../../../words/terminal/row.ts';
import { axisTicks, axisWords, futureOf } from './axis.ts';
import { cursorText } from './cursorText.ts';
import { evaluationPoints, nearestOf } from './metrics.ts';
import { overlaidRuns } from './overlay.ts';
import type { PaneDraw } from '../pane.ts';
import { count } from '../../../../words/count.ts';
import { duration } from '../../../../words/duration.ts';
import { metricText } from '../../../../words/metric.ts';
import { visibleExtent } from '../../../state/axis/axis.ts';

/** Every mAP so far, with the line that the guide calls generally good, and the best marked. */
export const drawMap: PaneDraw = (facts, state, width, height) => {
  if (state.tailView) return drawTail(facts, state, width, height);
  const { run } = facts;
  const unit = mapUnit(facts);
  const coarse = evaluationPoints(run, 'map50');
  const fine = evaluationPoints(run, 'map50To95');
  const all = [...coarse, ...fine].map((point) => point.value);
  const bounds = visibleExtent(run, state);
  const future = futureOf(facts, state, bounds.to);
  const highest = Math.max(0, ...all, future?.fan?.high ?? 0);
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
  const { rows } = drawChart(
    {
      ...common(facts, state),
      curves,
      future,
      ...axisWords(facts, state.axis, bounds),
      thresholds: [
        {
          value: goodMap,
          label: `${(goodMap * 100).toFixed(0)}% generally good`,
          short: `${(goodMap * 100).toFixed(0)}%`,
        },
      ],
      // Far below that line the range follows the data: at full range the curve would lie along the bottom.
      range: { low: 0, high: highest >= goodMap / 2 ? Math.max(highest, goodMap + 0.05) : highest * 1.1 || 1 },
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
  const more = [
    ...(all.length > 0 && highest < goodMap / 2 ? [span('  (90% line above)', 'plain')] : []),
    ...(fan === null
      ? []
      : [
          span(
            `  at the end ${metricText(fan.low, unit, 'compact')} to ${metricText(fan.high, unit, 'compact')}`,
            'forecast',
          ),
        ]),
  ];
  // A remark that does not fit in full is left out.
  for (const piece of more) if (rowWidth(row(...title, piece)) + titleRoom <= width) title.push(piece);
  return { title: row(...title), rows, length: rows.length };
};

/** The last evaluations with their own range, where a fall of a point can be seen. */
export const drawTail: PaneDraw = (facts, state, width, height) => {
  const { run } = facts;
  const unit = mapUnit(facts);
  const curve = mapCurve(run);
  const points = curve.slice(-Math.min(tailLength, Math.max(8, Math.ceil(curve.length / 3))));
  const values = points.map((point) => point.value);
  const from = points[0]?.at ?? 0;
  const to = points.at(-1)?.at ?? 1;
  const best = run.best;
  const shown = best === null ? values : [...values, best.value];
  const low = Math.min(...shown);
  const high = Math.max(...shown);
  const room = Math.max((high - low) * 0.05, 0.002);
  const { rows } = drawChart(
    {
      ...common(facts, state),
      future: null,
      curves: points.length === 0 ? [] : [{ buckets: pointBuckets(points), role: 'map', band: false }],
      ...axisWords(facts, state.axis, { from, to }),
      thresholds:
        best === null
          ? []
          : [{ value: best.value, label: `best ${metricText(best.value, unit, 'compact')}`, short: 'best' }],
      // A mAP lies between 0 and 1.
      range: points.length === 0 ? null : { low: Math.max(0, low - room), high: Math.min(1, high + room) },
      percent: unit === 'percent',
    },
    width,
    height,
  );
  const title = points.length === 0 ? row() : row(`last ${points.length} evaluations`);
  return { title, rows, length: rows.length };
};

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
  const unit = mapUnit(facts);
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

/**
 * Maximum of evaluations in the tail view; of a short run only the last third, so that its steep start does not set the
 * range.
 */
const tailLength = 40;

function common(
  facts: ScreenFacts,
  state: ScreenState,
): Pick<ChartSpec, 'marks' | 'ticks' | 'cursor' | 'log' | 'characters' | 'empty'> {
  const { run } = facts;
  return {
    cursor: state.cursor,
    marks: run.best === null ? [] : [{ x: run.best.at, y: run.best.value, sign: '*' }],
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
  const bests = [summary.best, summary.bestShort ?? ''].map((text) => row('  ', span('*', 'mark'), text));
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
