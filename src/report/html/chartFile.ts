import { svgChart } from '../../charts/svg/svgChart.ts';
import type { ReportedTraining } from '../reported.ts';
import { fileStyle } from './style.ts';
import { type ChartId, trainingCharts } from './trainingCharts.ts';

/**
 * Draws one chart of a training as an SVG file of its own, on white, by the same mapping as the page and the terminal.
 * Throws a sentence where the training has no such figures.
 */
export function chartFile(training: ReportedTraining, id: ChartId): string {
  const charts = trainingCharts(training);
  const chart = charts.find((each) => each.id === id);
  if (chart === undefined) {
    const known = charts.length === 0 ? 'nothing to draw' : `only ${charts.map((each) => each.id).join(', ')}`;
    throw new Error(`${training.name} has no figures for the chart ${id}: there is ${known}.`);
  }
  return `${svgChart(chart.spec, fileStyle).markup}\n`;
}
