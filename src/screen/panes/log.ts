import type { Facts } from '../facts.ts';
import type { ScreenState } from '../state.ts';
import { bytes } from '../text/format.ts';
import { foreignRow, row, type Row, span } from '../text/row.ts';
import type { PaneDraw } from './pane.ts';

/** The end of the log as the trainer wrote it, or another part of it. Follows, or stands still while it is scrolled. */
export const drawLog: PaneDraw = (facts, state, _width, height) => {
  const problem = facts.problem === null ? [] : [foreignRow(facts.problem, 'watch')];
  const room = Math.max(0, height - problem.length);
  if (state.page !== null) {
    const rows = state.page.lines
      .slice(0, room)
      .map(({ offset, text }) => highlighted(text, state.filter, offset === state.page?.hit));
    return { title: pageTitle(state, state.page), rows: [...problem, ...rows], length: rows.length };
  }
  const lines = logLines(facts, state);
  const end = Math.max(Math.min(room, lines.length), lines.length - state.logBack);
  const rows = lines.slice(Math.max(0, end - room), end).map((line) => highlighted(line, state.filter, false));
  return { title: logTitle(facts, state, lines.length), rows: [...problem, ...rows], length: lines.length };
};

/** The lines that are looked at: all kept ones, or those with the filter in them. */
export function logLines(facts: Facts, state: ScreenState): readonly string[] {
  const lines = state.held ?? facts.tail;
  const filter = ((state.layer === null ? state.typing : null) ?? state.filter).toLowerCase();
  return filter === '' ? lines : lines.filter((line) => line.toLowerCase().includes(filter));
}

function logTitle(facts: Facts, state: ScreenState, matching: number): Row {
  if (state.typing !== null && state.layer === null)
    return row('/', span(state.typing, 'strong'), span('_', 'selected'), `  ${matching} lines`);
  const pieces = [];
  if (state.filter !== '') pieces.push(span(`/${state.filter}/`, 'strong'), `  ${matching} of `);
  pieces.push(`${(state.held ?? facts.tail).length} lines kept`);
  if (state.searched !== null) pieces.push(span(`  searching ${share(state.searched)}`, 'watch'));
  pieces.push(state.held === null ? '  follows' : span(`  ${state.logBack} back, F follows`, 'watch'));
  return row(...pieces);
}

function pageTitle(state: ScreenState, page: NonNullable<ScreenState['page']>): Row {
  const place = page.size === 0 ? 0 : (page.lines[0]?.offset ?? 0) / page.size;
  const searching = state.searched === null ? '' : `  searching ${share(state.searched)}`;
  return row(
    ...(state.filter === '' ? [] : [span(`/${state.filter}/  `, 'strong')]),
    `at ${share(place)} of ${bytes(page.size)}`,
    span(`${searching}  F follows`, 'watch'),
  );
}

function share(part: number): string {
  return `${Math.floor(part * 100)}%`;
}

function highlighted(line: string, filter: string, isHit: boolean): Row {
  const whole = foreignRow(line, isHit ? 'strong' : 'plain');
  if (filter === '') return whole;
  const text = whole[0]?.text ?? '';
  const at = text.toLowerCase().indexOf(filter.toLowerCase());
  if (at === -1) return whole;
  return row(text.slice(0, at), span(text.slice(at, at + filter.length), 'selected'), text.slice(at + filter.length));
}
