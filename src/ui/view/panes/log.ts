import type { ScreenFacts } from '../../state/facts/facts.ts';
import type { ScreenState } from '../../state/state.ts';
import { untrustedRow, row, type Row, rowWidth, span } from '../../../words/terminal/row.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';
import { ellipsis, cutText, displayWidth } from '../../../words/terminal/screenText.ts';
import { lineRole } from './lineRole.ts';
import type { PaneDraw } from './pane.ts';
import { bytes } from '../../../words/bytes.ts';
import { logLines, shownLines } from '../../state/scrolling/logLines.ts';

/** The end of the log as the trainer wrote it, or another part of it. It follows unless it is scrolled. */
export const drawLog: PaneDraw = (facts, state, width, height) => {
  const problem = facts.problem === null ? [] : [untrustedRow(facts.problem, 'watch')];
  const lines = logLines(facts, state);
  const shown = shownLines(facts, state, Math.max(0, height - problem.length));
  const rows =
    shown.length === 0
      ? wrapText(whyEmpty(facts, state), width, 'dim')
      : shown.map(({ text, isHit }) => shifted(highlighted(text, state.filter, isHit), state.logLeft));
  const title = state.page === null ? logTitle(facts, state, lines.length) : pageTitle(state, state.page);
  const aside = state.logLeft === 0 ? [] : [span(`  from column ${state.logLeft + 1}`, 'watch')];
  return {
    title: [...title, ...aside],
    rows: [...problem, ...rows],
    length: state.page === null ? lines.length : rows.length,
  };
};

function logTitle(facts: ScreenFacts, state: ScreenState, matching: number): Row {
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
    `at ${share(place)} of ${bytes(page.size, 'compact')}`,
    span(`${searching}  F follows`, 'watch'),
  );
}

function share(part: number): string {
  return `${Math.floor(part * 100)}%`;
}

function whyEmpty({ caughtUp, run }: ScreenFacts, { typing, filter }: ScreenState): string {
  if (!caughtUp) return 'The log is being read from its start; its end comes here.';
  if (typing !== null || filter !== '') return 'No kept line has that text; n searches the whole log.';
  return run.lines === 0 ? 'Nothing has been written yet.' : '';
}

/** Cuts the first columns off a row and marks it with an ellipsis. */
function shifted(cells: Row, columns: number): Row {
  if (columns === 0) return cells;
  let left = columns + 1;
  const rest = cells.map(({ text, role }) => {
    const skipped = cutText(text, left);
    left -= displayWidth(skipped);
    return { text: text.slice(skipped.length), role };
  });
  return rowWidth(cells) > columns ? [span(ellipsis, 'dim'), ...rest] : rest;
}

function highlighted(line: string, filter: string, isHit: boolean): Row {
  const role = isHit ? 'strong' : lineRole(line);
  const whole = untrustedRow(line, role);
  if (filter === '') return whole;
  const text = whole[0]?.text ?? '';
  const at = text.toLowerCase().indexOf(filter.toLowerCase());
  if (at === -1) return whole;
  const end = at + filter.length;
  return row(span(text.slice(0, at), role), span(text.slice(at, end), 'selected'), span(text.slice(end), role));
}
