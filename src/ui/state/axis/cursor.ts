import { mapCurve } from '../../../run/selectors.ts';
import type { View } from '../view.ts';
import { visibleExtent } from './axis.ts';

/**
 * Returns the place of the value cursor after a step of 1 or -1, at first the newest point; null without data. In a
 * pane of the mAP it moves between evaluations, elsewhere by 1 % of the visible range.
 */
export function cursorAfter({ facts, state }: View, by: number): number | null {
  const { from, to } = visibleExtent(facts.run, state);
  const isAmongEvaluations = state.focus === 'map' || state.focus === 'tail';
  const places = mapCurve(facts.run)
    .map(({ at }) => at)
    .filter((at) => at >= from && at <= to);
  if (facts.run.series.size === 0 && places.length === 0) return null;
  const now = state.cursor ?? to;
  if (!isAmongEvaluations || places.length === 0) return Math.min(to, Math.max(from, now + (by * (to - from)) / 100));
  if (by === 0) return places.at(-1) ?? null;
  const next = by > 0 ? places.find((at) => at > now) : places.findLast((at) => at < now);
  return next ?? (by > 0 ? places.at(-1)! : places[0]!);
}
