import type { Factor } from '../../../../advisor/verdict.ts';
import type { ChartSpec } from '../../../../charts/chartSpec.ts';
import type { ScreenFacts } from '../../../state/facts/facts.ts';
import { listedReasons } from '../../../state/facts/reasons.ts';
import { isVerdictBesideCharts } from '../../../state/layout/layout.ts';
import { currentLayout } from '../../../state/layout/wantedPanes.ts';
import type { ScreenState } from '../../../state/state.ts';

/**
 * Returns the numbers of the reasons, to stand beside the spots of a curve that show them, where the reasons themselves
 * stand beside the charts. Of those at one place the first is drawn.
 */
export function reasonMarks(
  facts: ScreenFacts,
  state: ScreenState,
  topics: readonly Factor['topic'][],
  nearest: (x: number) => { readonly x: number; readonly y: number } | null,
): ChartSpec['marks'] {
  if (!areReasonsNumbered(facts, state)) return [];
  return listedReasons(facts)
    .flatMap(({ topic, at }, index) => {
      const point = at === null || !topics.includes(topic) ? null : nearest(at);
      return point === null ? [] : [{ ...point, sign: `${index + 1}`, isBeside: true as const }];
    })
    .toReversed();
}

/** Whether the reasons have numbers, which stand in the charts too. */
export function areReasonsNumbered(facts: ScreenFacts, state: ScreenState): boolean {
  return state.full === null && isVerdictBesideCharts(currentLayout(facts, state));
}
