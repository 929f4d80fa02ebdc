import type { ScreenFacts } from '../facts/facts.ts';
import type { ScreenState } from '../state.ts';

/** Returns the lines in view, and which one was searched for. */
export function shownLines(
  facts: ScreenFacts,
  state: ScreenState,
  room: number,
): readonly { readonly text: string; readonly isHit: boolean }[] {
  const { page } = state;
  if (page !== null) {
    return page.lines.slice(0, room).map(({ offset, text }) => ({ text, isHit: offset === page.hit }));
  }
  const lines = logLines(facts, state);
  const end = Math.max(Math.min(room, lines.length), lines.length - state.logBack);
  return lines.slice(Math.max(0, end - room), end).map((text) => ({ text, isHit: false }));
}

/** Returns the kept lines, or those that match the filter. */
export function logLines(facts: ScreenFacts, state: ScreenState): readonly string[] {
  const lines = state.held ?? facts.tail;
  const filter = ((state.layer === null ? state.typing : null) ?? state.filter).toLowerCase();
  return filter === '' ? lines : lines.filter((line) => line.toLowerCase().includes(filter));
}
