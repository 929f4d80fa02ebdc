import { mapCurve, timeLeft } from '../../../run/selectors.ts';
import { placeColumns, pointBuckets, seriesBuckets } from '../../../charts/columns.ts';
import { type Bucket, columnsOf, type Series } from '../../../run/series.ts';
import { robustRange } from '../../../charts/range.ts';
import { scaledSparkline } from '../../../charts/sparkline.ts';
import { type ScreenFacts, isOver } from '../../state/facts/facts.ts';
import { type ScreenState, smoothingWeights } from '../../state/state.ts';
import { summaryBelowBanner } from '../summary.ts';
import { fitRows, type Role, row, type Row, span } from '../../../words/terminal/row.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';
import { iouNow, lossNow, savedNow } from './figures.ts';
import { drawLog } from '../panes/log.ts';
import { gpuText } from '../panes/machine.ts';
import { bestLine, mapSummary } from '../panes/charts/map.ts';
import { scrolled } from '../panes/pane.ts';
import { duration } from '../../../words/duration.ts';
import { metricText } from '../../../words/metric.ts';
import type { Characters } from '../../../words/characters.ts';
import { sharedExtent } from '../../state/axis/axis.ts';

/**
 * Draws the body on a terminal too small for charts: sparklines of loss, mAP and IoU, the best, what is left, and the
 * log.
 */
export function compactRows(facts: ScreenFacts, state: ScreenState, width: number, height: number): Row[] {
  if (isOver(facts)) {
    const rows = summaryBelowBanner(facts).flatMap((line) => wrapText(line, width, 'plain', 2));
    return fitRows(scrolled(rows, state.scroll.verdict ?? 0, height), width, height);
  }
  const { run } = facts;
  const optional: { readonly drop: number; readonly cells: Row }[] = [];
  const weight = smoothingWeights[state.smoothing] ?? 0;
  const loss = lossNow(run);
  if (loss !== null) {
    const buckets = (columns: number) => seriesColumns(facts, run.series.get('loss'), columns, weight);
    optional.push({ drop: 0, cells: sparkRow(facts, width, 'loss', loss, 'loss', buckets) });
  }
  const summary = mapSummary(facts);
  if (summary !== null) {
    const value = metricText(mapCurve(run).at(-1)!.value, facts.mapUnit, 'compact');
    const cells = sparkRow(facts, width, 'mAP', value, 'map', () => pointBuckets(mapCurve(run)));
    optional.push({ drop: 1, cells });
  }
  const iou = run.series.get('iou');
  const iouValue = iouNow(run);
  if (iouValue !== null) {
    const buckets = (columns: number) => seriesColumns(facts, iou, columns, 0);
    optional.push({ drop: 4, cells: sparkRow(facts, width, 'IoU', iouValue, 'iou', buckets) });
  }
  optional.push({ drop: 2, cells: bestLine(facts, width) });
  const left = timeLeft(run);
  const plans = [left === null ? null : `left ${duration(left, 'compact')}`, savedNow(facts)].filter(
    (text) => text !== null,
  );
  if (plans.length > 0) optional.push({ drop: 3, cells: row(plans.join('  ')) });
  const gpu = facts.machine?.sample.gpus[0];
  if (gpu !== undefined) optional.push({ drop: 5, cells: row(`GPU${gpu.index} ${gpuText(gpu)}`) });
  // The log keeps two lines: errors show there first.
  const room = Math.max(0, height - Math.min(2, height));
  while (optional.length > room) {
    const worst = Math.max(...optional.map((line) => line.drop));
    optional.splice(
      optional.findIndex((line) => line.drop === worst),
      1,
    );
  }
  // So few rows have no room for empty ones.
  const tail = facts.tail.filter((line) => line.trim() !== '');
  const log = drawLog({ ...facts, tail }, state, width, height - optional.length);
  return fitRows([...optional.map((line) => line.cells), ...log.rows], width, height);
}

function sparkRow(
  facts: ScreenFacts,
  width: number,
  name: string,
  value: string,
  role: Role,
  bucketsOf: (columns: number) => readonly Bucket[],
): Row {
  const label = `${name.padEnd(5)} ${value.padEnd(7)} `;
  const columns = Math.max(1, width - label.length);
  return row(label, span(sparkText(facts, bucketsOf(columns), columns, facts.characters, role === 'map'), role));
}

/** The range of the mAP is at least this. */
const minMapRange = 0.01;

function sparkText(
  facts: ScreenFacts,
  buckets: readonly Bucket[],
  columns: number,
  characters: Characters,
  isShare: boolean,
): string {
  const bounds = sharedExtent(facts.run);
  if (bounds === null) return '';
  const { mean } = placeColumns(buckets, bounds.from, bounds.to, columns);
  // A mAP is drawn from zero on: one that stays at zero must not look like one that stays at its best.
  const range = isShare
    ? { low: 0, high: Math.max(minMapRange, ...mean.filter(Number.isFinite)) }
    : robustRange(Array.from(mean));
  return range === null ? '' : scaledSparkline(mean, range, characters);
}

function seriesColumns(
  facts: ScreenFacts,
  series: Series | undefined,
  columns: number,
  weight: number,
): readonly Bucket[] {
  const bounds = sharedExtent(facts.run);
  if (series === undefined || bounds === null) return [];
  if (weight === 0) return columnsOf(series, bounds.from, bounds.to, columns);
  return seriesBuckets(series, bounds.from, bounds.to, columns, weight);
}
