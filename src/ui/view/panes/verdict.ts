import type { Action } from '../../../advisor/verdict.ts';
import { actionText } from '../../../advisor/verdictTable.ts';
import { type ScreenFacts, mapUnit, isOver } from '../../state/facts/facts.ts';
import { type Role, row, type Row, span } from '../../../words/terminal/row.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';
import { summaryBelowBanner } from '../summary.ts';
import { type PaneDraw, scrolled } from './pane.ts';
import { count } from '../../../words/count.ts';
import { duration } from '../../../words/duration.ts';
import { metricText } from '../../../words/metric.ts';
import { percent } from '../../../words/fraction.ts';

/** The evidence of the verdict while the training runs, then its summary. */
export const drawVerdict: PaneDraw = (facts, state, width, height) => {
  const rows = isOver(facts)
    ? summaryRows(facts, width)
    : [...evidenceRows(facts, width), ...settingRows(facts, width)];
  const title = row(isOver(facts) ? 'summary' : 'why (w)');
  return { title, rows: scrolled(rows, state.scroll.verdict ?? 0, height), length: rows.length };
};

/** Returns everything about the verdict: the `w` layer. */
export function whyRows(facts: ScreenFacts, width: number): Row[] {
  const { verdict } = facts;
  const rows: Row[] = [
    [verdictLabel(facts)],
    ...wrapText(verdict.headline, width),
    row(),
    ...wrapText(verdict.meaning, width),
    row(),
  ];
  rows.push(...section('evidence for it', verdict.evidence, '+ ', width));
  rows.push(...section('evidence against it', verdict.against, '- ', width));
  rows.push(...section('possible causes', verdict.causes, '* ', width));
  rows.push(...section('what to do, cheapest first', verdict.todo, '> ', width));
  rows.push(...section('what is expected', expectations(facts), '  ', width));
  rows.push(...section('what to keep', kept(facts), '  ', width));
  rows.push(...settingRows(facts, width));
  return rows;
}

/** Returns the sign, the label and the action of the verdict in its colour; no action once the training is over. */
export function verdictLabel(facts: ScreenFacts): ReturnType<typeof span> {
  const { label, action } = facts.verdict;
  const { sign, words } = actionText(action);
  return span(isOver(facts) ? `= ${label}` : `${sign} ${label} (${words})`, actionRoles[action]);
}

const actionRoles: Readonly<Record<Action, Role>> = {
  continue: 'go',
  watch: 'watch',
  'may-stop': 'may-stop',
  stop: 'stop',
};

function evidenceRows({ verdict }: ScreenFacts, width: number): Row[] {
  const rows = wrapText(verdict.meaning, width);
  for (const text of verdict.evidence) rows.push(...wrapText(`+ ${text}`, width, 'plain', 2));
  for (const text of verdict.against) rows.push(...wrapText(`- ${text}`, width, 'dim', 2));
  for (const text of verdict.todo.slice(0, 2)) rows.push(...wrapText(`> ${text}`, width, 'strong', 2));
  return rows;
}

function settingRows({ run, trainer }: ScreenFacts, width: number): Row[] {
  const facts: string[] = [];
  if (trainer !== null) facts.push(`${trainer.title}: saves ${trainer.habits.saves}.`, trainer.habits.earlyStopping);
  for (const { text } of run.faults.slice(-3)) facts.push(`it said: ${text}`);
  return facts.length === 0 ? [] : section('about this training', facts, '  ', width);
}

function summaryRows(facts: ScreenFacts, width: number): Row[] {
  return summaryBelowBanner(facts).flatMap((line) => wrapText(line, width, 'plain', 2));
}

function section(title: string, lines: readonly string[], sign: string, width: number): Row[] {
  if (lines.length === 0) return [];
  return [
    row(span(title, 'title')),
    ...lines.flatMap((line) => wrapText(sign + line, width, 'plain', sign.length)),
    row(),
  ];
}

function expectations(facts: ScreenFacts): string[] {
  const { verdict } = facts;
  const unit = mapUnit(facts);
  const out: string[] = [];
  if (verdict.chance !== null) {
    out.push(
      `chance of gaining more than half a point: ${percent(verdict.chance['0.005'], 0)}, one point: ${percent(verdict.chance['0.01'], 0)}, two points: ${percent(verdict.chance['0.02'], 0)}`,
    );
  }
  if (verdict.forecast !== null) {
    const { low, mid, high } = verdict.forecast;
    out.push(
      `best mAP at the planned end: ${metricText(mid, unit, 'compact')} (80 %: ${metricText(low, unit, 'compact')} to ${metricText(high, unit, 'compact')})`,
    );
  }
  return out;
}

function kept({ verdict, run }: ScreenFacts): string[] {
  if (verdict.keep === null) return [];
  const at = verdict.keep.at === null ? '' : ` of ${run.axis} ${count(verdict.keep.at, 'compact')}`;
  return [`${verdict.keep.path}${at}, after ${duration(run.elapsed, 'compact')} of training`];
}
