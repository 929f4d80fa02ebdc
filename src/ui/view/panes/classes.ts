import { classesByAp } from '../../../run/selectors.ts';
import { mapUnit } from '../../state/facts/facts.ts';
import { untrustedRow, row, type Row, rowWidth, span, spread } from '../../../words/terminal/row.ts';
import { type PaneDraw, scrolled } from './pane.ts';
import { metricText } from '../../../words/metric.ts';

/** Average precision per class, worst first: where more images or better labels are needed. */
export const drawClasses: PaneDraw = (facts, state, width, height) => {
  const unit = mapUnit(facts);
  const classes = classesByAp(facts.run);
  const rows = classes.map(({ name, ap }): Row => {
    const value = ap === null ? '   -' : metricText(ap, unit, 'compact');
    const length = ap === null ? 0 : Math.round(Math.max(0, Math.min(1, ap)) * barLength);
    const bar = width >= 34 ? `${'#'.repeat(length)}${'.'.repeat(barLength - length)} ` : '';
    const end = row(span(bar, 'map'), value);
    return spread([...untrustedRow(name), ...row(' ')], end, Math.max(width, rowWidth(end)));
  });
  return {
    title: row('AP, worst first'),
    rows: scrolled(rows, state.scroll.classes ?? 0, height),
    length: rows.length,
  };
};

const barLength = 10;
