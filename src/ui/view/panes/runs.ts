import { row, type Row, span } from '../../../words/terminal/row.ts';
import { displayWidth, fitText, screenText } from '../../../words/terminal/screenText.ts';
import { type PaneDraw, scrolled } from './pane.ts';
import { faceOfRun } from './charts/overlay.ts';
import { count } from '../../../words/count.ts';
import { metricText } from '../../../words/metric.ts';
import { isComparable } from '../../state/facts/others.ts';

/** The other trainings of this user, newest first, each in its colour in the charts. */
export const drawRuns: PaneDraw = (facts, state, width, height) => {
  const others = facts.others ?? [];
  const marked = Math.min(state.marked.runs, others.length - 1);
  const rows = others.map((other, index): Row => {
    const { role, sign } = faceOfRun(facts, other);
    const laid = state.overlay.includes(other.id);
    const best = other.best === null ? '-' : metricText(other.best.value, facts.mapUnit, 'compact');
    const at = other.at === null ? '-' : `${count(other.at, 'compact')}${other.axis === 'iteration' ? 'it' : 'ep'}`;
    const figures = ` ${at.padStart(8)} ${best.padStart(6)} ${fitText(screenText(other.state), 8)}`;
    const text = `${sign} ${fitText(screenText(other.name), Math.max(4, width - displayWidth(figures) - 4))}${figures}`;
    return row(
      span(state.focus === 'runs' && index === marked ? '>' : ' ', 'focus'),
      span(laid ? '*' : ' ', 'mark'),
      span(text, laid ? role : isComparable(facts.run, other) ? 'plain' : 'dim'),
    );
  });
  if (rows.length === 0) rows.push(row(span('no other training was started here', 'dim')));
  const from = Math.max(0, marked - height + 1);
  return { title: row('o: overlay on the charts'), rows: scrolled(rows, from, height), length: rows.length };
};
