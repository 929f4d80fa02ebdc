import type { Facts } from '../facts.ts';
import type { ScreenState } from '../state.ts';
import { foreignRow, row, type Row, span } from '../text/row.ts';
import type { PaneDraw } from './pane.ts';

/** The end of the log as the trainer wrote it. Follows, or stands still while it is scrolled. */
export const drawLog: PaneDraw = (facts, state, _width, height) => {
  const lines = logLines(facts, state);
  const end = Math.max(Math.min(height, lines.length), lines.length - state.logBack);
  const rows = lines.slice(Math.max(0, end - height), end).map((line) => highlighted(line, state.filter));
  if (facts.problem !== null) {
    const problem = foreignRow(facts.problem, 'watch');
    return {
      title: logTitle(facts, state, lines.length),
      rows: [problem, ...rows.slice(-(height - 1))],
      length: lines.length,
    };
  }
  return { title: logTitle(facts, state, lines.length), rows, length: lines.length };
};

/** The lines that are looked at: all kept ones, or those with the filter in them. */
export function logLines(facts: Facts, state: ScreenState): readonly string[] {
  const lines = state.held ?? facts.tail;
  const filter = (state.typing ?? state.filter).toLowerCase();
  return filter === '' ? lines : lines.filter((line) => line.toLowerCase().includes(filter));
}

function logTitle(facts: Facts, state: ScreenState, matching: number): Row {
  if (state.typing !== null)
    return row('/', span(state.typing, 'strong'), span('_', 'selected'), `  ${matching} lines`);
  const pieces = [];
  if (state.filter !== '') pieces.push(span(`/${state.filter}/`, 'strong'), `  ${matching} of `);
  pieces.push(`${(state.held ?? facts.tail).length} lines kept`);
  pieces.push(state.held === null ? '  follows' : span(`  ${state.logBack} back, F follows`, 'watch'));
  return row(...pieces);
}

function highlighted(line: string, filter: string): Row {
  const whole = foreignRow(line);
  if (filter === '') return whole;
  const text = whole[0]?.text ?? '';
  const at = text.toLowerCase().indexOf(filter.toLowerCase());
  if (at === -1) return whole;
  return row(text.slice(0, at), span(text.slice(at, at + filter.length), 'selected'), text.slice(at + filter.length));
}
