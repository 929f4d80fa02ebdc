import { placeOf } from '../../run/evaluations.ts';
import type { Run } from '../../run/run.ts';
import { decidingMetric, isKnown, plannedLength } from '../../run/selectors.ts';
import { judgedEvaluations, type Judgement } from '../judge.ts';
import { type AdviceSettings, wantedMetric } from '../verdict.ts';
import { type GroupPoint, groupPoints, type JudgedPoint } from './groupPoints.ts';

/** Where a run stood at each of its judged evaluations; empty where its planned length is not known. */
export function runPoints(run: Run, settings: AdviceSettings, judgements: readonly Judgement[]): readonly GroupPoint[] {
  const planned = plannedLength(run);
  if (planned === null || planned <= 0) return [];
  const metric = decidingMetric(run, wantedMetric(settings));
  if (metric.isLoss) return [];
  const evaluations = judgedEvaluations(run, settings);
  const points: JudgedPoint[] = [];
  for (const { index, forecast } of judgements) {
    const evaluation = evaluations[index];
    const place = evaluation === undefined ? null : placeOf(run, evaluation);
    const map = evaluation === undefined ? null : metric.valueOf(evaluation);
    if (place === null || !isKnown(map)) continue;
    points.push({ share: Math.min(1, place / planned), map, forecast });
  }
  return groupPoints(points);
}
