import { basename } from 'node:path';
import type { Finished } from '../runs/linked/finished.ts';
import { metricText, metricTitles, type MetricUnit } from '../words/metric.ts';

/** `best.pt: mAP50 61.2 %, mAP50-95 40.1 % on the validation set`. */
export function describeFinished({ file, map50, map50To95 }: Finished, unit: MetricUnit): string {
  const figures = [
    ...(map50 === null ? [] : [`${metricTitles.map50} ${metricText(map50, unit)}`]),
    ...(map50To95 === null ? [] : [`${metricTitles.map50To95} ${metricText(map50To95, unit)}`]),
  ];
  return `${basename(file)}: ${figures.length === 0 ? 'no mAP' : figures.join(', ')} on the validation set`;
}
