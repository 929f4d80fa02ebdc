import { row, type Row, span } from '../../../words/terminal/row.ts';
import { displayWidth, fitText, screenText } from '../../../words/terminal/screenText.ts';
import { count } from '../../../words/count.ts';
import { metricText } from '../../../words/metric.ts';
import type { ScreenFacts } from '../../state/facts/facts.ts';
import { isComparable } from '../../state/facts/others.ts';
import type { ScreenState } from '../../state/state.ts';
import { faceOfRun } from '../panes/charts/overlay.ts';
import { scrolled } from '../panes/pane.ts';
import type { DrawnLayer } from './drawnLayer.ts';

/** Lists the other trainings, newest first, each in its colour in the charts, with the marked one in view. */
export function runsLayer(facts: ScreenFacts, state: ScreenState, width: number, height: number): DrawnLayer {
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
      span(index === marked ? '>' : ' ', 'focus'),
      span(laid ? '*' : ' ', 'mark'),
      span(text, laid ? role : isComparable(facts.run, other) ? 'plain' : 'dim'),
    );
  });
  if (rows.length === 0) rows.push(row(span('no other training was started here', 'dim')));
  const shown = scrolled(rows, marked - height + 1, height);
  return { rows: shown, reach: rows.length - shown.length };
}
