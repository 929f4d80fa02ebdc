import { type ChecklistItem, markedItem } from '../../state/facts/checklist.ts';
import { row, type Row, rowWidth, span, spread } from '../../../words/terminal/row.ts';
import { elideText, screenText } from '../../../words/terminal/screenText.ts';
import { type PaneDraw, scrolled } from './pane.ts';

/** The checklist by section; the items that only a person can check are ticked here. */
export const drawChecklist: PaneDraw = ({ checklist }, state, width, height) => {
  const marked = state.focus === 'checklist' ? markedItem(checklist, state.marked.checklist) : null;
  const rows: Row[] = [];
  let markedRow = 0;
  for (const [index, item] of checklist.entries()) {
    if (item.section !== checklist[index - 1]?.section) rows.push(row(span(screenText(item.section), 'title')));
    if (item === marked) markedRow = rows.length;
    rows.push(itemRow(item, item === marked, width));
  }
  const open = checklist.filter(
    ({ state: how, byHand }) => how === 'problem' || how === 'hint' || (byHand && how === 'open'),
  ).length;
  const from = marked === null ? (state.scroll.checklist ?? 0) : Math.max(0, markedRow - height + 2);
  return {
    title: open === 0 ? [] : row(`${open} to look at`),
    rows: scrolled(rows, from, height),
    length: rows.length,
  };
};

function itemRow({ state, text, detail, byHand }: ChecklistItem, marked: boolean, width: number): Row {
  const { sign, role } = faces[state];
  const begin = row(
    span(marked ? '>' : ' ', 'focus'),
    span(sign, role),
    ` ${screenText(text)}`,
    span(byHand && state !== 'done' ? ' (yours)' : '', 'dim'),
  );
  const room = width - rowWidth(begin) - 2;
  if (detail === null || room < minDetailWidth) return begin;
  return spread(begin, row(span(elideText(screenText(detail), room), 'dim')), width);
}

/** A detail in fewer cells is left out. */
const minDetailWidth = 4;

const faces = {
  done: { sign: '[x]', role: 'go' },
  open: { sign: '[ ]', role: 'plain' },
  hint: { sign: '[~]', role: 'plain' },
  problem: { sign: '[!]', role: 'watch' },
} as const;
