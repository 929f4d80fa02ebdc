import { lossBands } from '../../../../advisor/verdict.ts';
import { drawChart, plotColumns } from '../../../../charts/chart.ts';
import type { ChartCurve } from '../../../../charts/chartSpec.ts';
import { nearestPoint, seriesBuckets } from '../../../../charts/columns.ts';
import { trendOf } from '../../../../charts/trend.ts';
import type { Run } from '../../../../run/run.ts';
import { firstEpochOf } from '../../../../run/selectors.ts';
import type { ScreenFacts } from '../../../state/facts/facts.ts';
import { type ScreenState, smoothingWeights } from '../../../state/state.ts';
import { row, span } from '../../../../words/terminal/row.ts';
import { axisTicks, axisWords } from './axis.ts';
import { cursorText } from './cursorText.ts';
import { overlaidRuns } from './overlay.ts';
import { reasonMarks } from './reasonMarks.ts';
import type { PaneDraw } from '../pane.ts';
import { count } from '../../../../words/count.ts';
import { number } from '../../../../words/number.ts';
import { visibleExtent } from '../../../state/axis/axis.ts';

/**
 * The training loss, blue as in the guide, with its bands where they apply, and the validation loss where there is one.
 */
export const drawLoss: PaneDraw = (facts, state, width, height) => {
  const { run } = facts;
  const training = run.series.get('loss');
  const validation = run.series.get('validationLoss');
  const bounds = visibleExtent(run, state);
  const weight = smoothingWeights[state.smoothing] ?? 0;
  const columns = plotColumns(width, facts.characters);
  const curves: ChartCurve[] = [];
  const named = validation === undefined ? {} : { name: 'training' };
  for (const { other, role, sign } of overlaidRuns(facts, state)) {
    curves.push({ buckets: other.loss, role, sign, band: false });
  }
  if (validation !== undefined) {
    const buckets = seriesBuckets(validation, bounds.from, bounds.to, columns, 0);
    curves.push({ buckets, role: 'validation' as const, band: false, name: 'validation' });
  }
  if (training !== undefined) {
    const buckets = seriesBuckets(training, bounds.from, bounds.to, columns, weight);
    curves.push({ buckets, role: 'loss' as const, band: true, ...named });
  }
  const rows = drawChart(
    {
      curves,
      ...axisWords(facts, state.axis, bounds),
      thresholds: facts.trainer?.habits.lossBands === true ? bandLines : [],
      marks:
        training === undefined
          ? []
          : reasonMarks(facts, state, ['losses', 'learning rate'], (x) => nearestPoint(training, x)),
      ticks: axisTicks(run),
      future: null,
      aside: learningRate(run, state, bounds, columns),
      cursor: state.cursor,
      log: state.logScale,
      range: null,
      percent: false,
      characters: facts.characters,
      empty: emptyLoss(facts),
    },
    width,
    height,
  );
  const last = run.loss?.last;
  const title = [];
  if (run.nonFinite !== null) title.push(span('nan', 'stop'), ' ');
  else if (last !== undefined) title.push(span(number(last, 'compact'), 'strong'), ` ${trendOf(training)}`);
  if (training !== undefined)
    title.push(
      ...cursorText(
        facts,
        state,
        (x) => nearestPoint(training, x),
        (y) => number(y, 'compact'),
      ),
    );
  if (state.zoom > 0) title.push(`  x${2 ** state.zoom}`);
  if (state.logScale) title.push('  log');
  if (state.rate && run.learningRate !== null)
    title.push('  ', span(`lr ${number(run.learningRate, 'compact')}`, 'other-c'));
  if (weight > 0) title.push(`  ema ${String(weight).replace('0.', '.')}`);
  return { title: row(...title), rows, length: rows.length };
};

const tints = ['zone-a', 'zone-b', 'zone-c'] as const;

const bandLines = lossBands.map(({ limit, label }, index) => ({
  value: limit,
  label: `${limit.toFixed(1)} ${label}`,
  short: limit.toFixed(1),
  tint: tints[index]!,
}));

/** The learning rate as a thin line over the whole height: where it fell, not how far. */
function learningRate(
  run: Run,
  { rate }: ScreenState,
  { from, to }: { readonly from: number; readonly to: number },
  columns: number,
): ChartCurve | null {
  const series = rate ? run.series.get('learningRate') : undefined;
  if (series === undefined) return null;
  return { buckets: seriesBuckets(series, from, to, columns, 0), role: 'other-c', band: false };
}

/** Says what is awaited while there is no loss, and what was read instead. */
function emptyLoss({ trainer, run }: ScreenFacts): readonly string[] {
  if (run.lines === 0) return ['nothing read yet:', 'waiting for the first line'];
  const lines = `${count(run.lines, 'compact')} lines read`;
  if (trainer === null) return ['no trainer recognised', 'name it with --trainer NAME', `${lines}: see the log`];
  const loss = firstEpochOf(run)?.loss ?? null;
  if (loss !== null) return [`loss ${number(loss, 'compact')} so far`, 'the curve begins', 'with the end of the epoch'];
  return ['no loss yet:', 'waiting for the first numbers', `of ${trainer.title}`, lines];
}
