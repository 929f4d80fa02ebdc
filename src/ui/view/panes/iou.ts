import type { Region, Run } from '../../../run/run.ts';
import { hasDiverged } from '../../../run/selectors.ts';
import { trendOf } from '../../../charts/trend.ts';
import { row, type Row, span } from '../../../words/terminal/row.ts';
import { iouNow } from '../lines/figures.ts';
import { drawIouPlot } from './charts/curve.ts';
import { type PaneDraw, scrolled, type TableView } from './pane.ts';
import { count } from '../../../words/count.ts';
import { metricText } from '../../../words/metric.ts';

/** Intersection over union per detection layer, and below it, where there is room, their mean over the iterations. */
export const drawIou: PaneDraw = (facts, state, width, height) => {
  const { run } = facts;
  const series = run.series.get('iou');
  const now = iouNow(run);
  const title = now === null ? row() : row(span(now, 'strong'), now === 'nan' ? '' : ` ${trendOf(series)}`);
  const columns = fittingColumns(width);
  // ink-table draws two rows a layer and three of border.
  const layers = Math.min(maxTableRows, run.regions.size, Math.floor((height - 3) / 2));
  if (columns.length < 2 || layers < 1) {
    const rows = layerLines(run);
    return { title, rows: scrolled(rows, state.scroll.iou ?? 0, height), length: rows.length };
  }
  const table: TableView = { columns, data: tableData(run, columns).slice(0, layers) };
  const tableRows = 3 + table.data.length * 2;
  const below = height - tableRows;
  const chart = below < minChartRows ? [] : drawIouPlot(facts, state, width, below).rows;
  return { title, rows: [...Array.from({ length: tableRows }, () => row()), ...chart], length: height, table };
};

/** In fewer rows a curve shows nothing. */
const minChartRows = 5;

/** ink-table takes 2 to 4 ms a row: more rows would be noticed. */
const maxTableRows = 15;
const tableColumns = ['layer', 'IoU now', 'trend', 'average', 'objects'] as const;
/** Dropped in this order where the table is too wide. */
const columnOrder = ['objects', 'trend', 'average'] as const;

/** The width that ink-table draws: a border and a space on both sides of each cell. */
function tableWidth(columns: readonly string[]): number {
  return columns.reduce((sum, column) => sum + Math.max(column.length, cellWidth) + 3, 1);
}

const cellWidth = 6;

function fittingColumns(width: number): readonly string[] {
  let columns: readonly string[] = tableColumns;
  for (const dropped of columnOrder) {
    if (tableWidth(columns) <= width) return columns;
    columns = columns.filter((column) => column !== dropped);
  }
  return tableWidth(columns) <= width ? columns : [];
}

function tableData(run: Run, columns: readonly string[]): Record<string, string>[] {
  const broken = hasDiverged(run);
  return sortedRegions(run).map(([layer, region]) => {
    const cells: Record<string, string> = {
      layer: layer === null ? 'region' : String(layer),
      'IoU now': broken ? 'nan' : metricText(region.iou, 'fraction', 'compact'),
      trend: broken ? '' : trendOf(run.series.get(seriesName(layer))),
      average: metricText(region.average, 'fraction', 'compact'),
      objects: count(region.totalObjects, 'compact'),
    };
    return Object.fromEntries(
      columns.map((column) => [column, cells[column]!.slice(0, Math.max(column.length, cellWidth))]),
    );
  });
}

function layerLines(run: Run): Row[] {
  return sortedRegions(run).map(([layer, region]) =>
    row(
      `${layer === null ? 'region' : `layer ${layer}`} `,
      span(metricText(region.iou, 'fraction', 'compact'), 'iou'),
      ` ${trendOf(run.series.get(seriesName(layer)))} avg ${metricText(region.average, 'fraction', 'compact')}`,
    ),
  );
}

function sortedRegions(run: Run): [number | null, Region][] {
  return [...run.regions].toSorted(([left], [right]) => (left ?? -1) - (right ?? -1));
}

/** The name of a series, as the reducer writes it. */
function seriesName(layer: number | null): string {
  return layer === null ? 'iou/only' : `iou/${layer}`;
}
