import { overlaidPlot } from '../charts/overlaidPlot.ts';
import type { Run } from '../run/run.ts';
import { decidingMetric, mapCurve } from '../run/selectors.ts';
import { count } from '../words/count.ts';
import type { MetricUnit } from '../words/metric.ts';

/**
 * Draws the mAP of a training as asciichart does, for the end of output that is no screen: a CI log or a notebook cell
 * tells at a glance how it went. Nothing with less than three evaluations: a figure says more than two points.
 */
export function closingPicture(run: Run, mapUnit: MetricUnit): string[] {
  const points = mapCurve(run);
  if (points.length < minPoints) return [];
  const percent = mapUnit === 'percent';
  const curve = { letter: '', points };
  const lines = overlaidPlot([curve], { width: columns, height: rows, characters: 'box', percent });
  const title = `${decidingMetric(run).title}${percent ? ' in percent' : ''}, to ${run.axis} ${count(points.at(-1)!.at)}`;
  return ['', title, ...lines.map((line) => line.trimEnd())];
}

const minPoints = 3;
const columns = 72;
const rows = 11;
