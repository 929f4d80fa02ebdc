import type { ScreenFacts } from '../../../state/facts/facts.ts';
import type { ScreenState } from '../../../state/state.ts';
import { type Span, span } from '../../../../words/terminal/row.ts';
import { axisEnds } from './axis.ts';

/** Returns, for a pane's title, the value nearest to the cursor and its place; nothing without a cursor. */
export function cursorText(
  facts: ScreenFacts,
  state: ScreenState,
  nearest: (x: number) => { readonly x: number; readonly y: number } | null,
  format: (value: number) => string,
): (string | Span)[] {
  const point = state.cursor === null ? null : nearest(state.cursor);
  if (point === null) return [];
  const place = axisEnds(facts, state.axis, point.x, point.x)[0];
  return ['  ', span(`${format(point.y)} at ${place}`, 'mark')];
}
