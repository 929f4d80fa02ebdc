import { classesByAp } from '../../../run/selectors.ts';
import { row, type Row, span } from '../../../words/terminal/row.ts';
import { displayWidth, fitText, screenText } from '../../../words/terminal/screenText.ts';
import { shareBar } from '../../../words/terminal/shareBar.ts';
import { type PaneDraw, scrolled } from './pane.ts';
import { changeInPoints, metricText } from '../../../words/metric.ts';

/**
 * Average precision per class, worst first: where more images or better labels are needed. Each with a bar and, where
 * there is room, its change since the evaluation that was best.
 */
export const drawClasses: PaneDraw = (facts, state, width, height) => {
  const unit = facts.mapUnit;
  const classes = classesByAp(facts.run);
  const nameWidth = Math.min(
    Math.max(4, ...classes.map(({ name }) => displayWidth(screenText(name)))),
    Math.max(4, Math.floor(width * maxNameShare)),
  );
  const before = new Map(facts.run.classesAtBest.map(({ name, ap }) => [name, ap]));
  const changes = classes.map(({ name, ap }) => changeInPoints(before.get(name) ?? null, ap));
  const changeWidth = width < minChangeWidth ? 0 : Math.max(0, ...changes.map(({ length }) => length));
  const valueWidth = 6;
  const barWidth = width - nameWidth - valueWidth - 2 - (changeWidth === 0 ? 0 : changeWidth + 1);
  const rows = classes.map(({ name, ap }, index): Row => {
    const value = (ap === null ? '-' : metricText(ap, unit, 'compact')).padStart(valueWidth);
    const bar = barWidth < minBar ? '' : ` ${shareBar(ap ?? 0, barWidth, facts.characters)}`;
    const change = changes[index]!;
    return row(
      fitText(screenText(name), nameWidth),
      span(bar, 'map'),
      ` ${value}`,
      span(changeWidth === 0 ? '' : ` ${change.padStart(changeWidth)}`, change.startsWith('-') ? 'fault' : 'dim'),
    );
  });
  const since = changeWidth > 0 && width >= minTitleWidth ? ', change since the best' : '';
  return {
    title: row(`AP, worst first${since}`),
    rows: scrolled(rows, state.scroll.classes ?? 0, height),
    length: rows.length,
  };
};

const maxNameShare = 0.4;
/** A bar in fewer cells tells nothing. */
const minBar = 4;
const minChangeWidth = 32;
const minTitleWidth = 50;
