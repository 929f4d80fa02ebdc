import type { Member } from '../../../fleet/member.ts';
import { count } from '../../../words/count.ts';
import { metricText, metricTitles, type MetricUnit } from '../../../words/metric.ts';

/** How far a training is, for a column: `132/300`; `-` before its first step. */
export function placeText({ at, planned }: Member['position']): string {
  if (at === null) return '-';
  return `${count(at, 'compact')}${planned === null ? '' : `/${count(planned, 'compact')}`}`;
}

/** `mAP50 62.4 % at epoch 101`; null before the first evaluation. */
export function bestText(member: Member, mapUnit: MetricUnit): string | null {
  const { metric, position } = member;
  const top = metric.best;
  if (top === null) return null;
  return `${bestTitle(member)} ${metricText(top.value, mapUnit)} at ${position.unit} ${count(top.at)}`;
}

/** Which mAP its best is of. */
export function bestTitle({ best }: Member): string {
  return best === null ? 'mAP' : metricTitles[best.metric];
}
