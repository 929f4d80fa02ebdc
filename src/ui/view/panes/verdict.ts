import { endText } from '../../../advisor/basis.ts';
import { effectText } from '../../../advisor/factors.ts';
import type { Action, Factor } from '../../../advisor/verdict.ts';
import { actionSign } from '../../../advisor/verdictTable.ts';
import { type ScreenFacts, isOver } from '../../state/facts/facts.ts';
import { type Role, row, type Row, span, type Span } from '../../../words/terminal/row.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';
import { listedReasons, markedReason } from '../../state/facts/reasons.ts';
import type { ScreenState } from '../../state/state.ts';
import { areReasonsNumbered } from './charts/reasonMarks.ts';
import { summaryBelowBanner } from '../summary.ts';
import { type PaneDraw, scrolled } from './pane.ts';
import { count } from '../../../words/count.ts';
import { duration } from '../../../words/duration.ts';
import { metricText } from '../../../words/metric.ts';
import { oddsText } from '../../../words/odds.ts';

/** The evidence of the verdict while the training runs, then its summary. */
export const drawVerdict: PaneDraw = (facts, state, width, height) => {
  const rows = isOver(facts)
    ? summaryRows(facts, width)
    : [...evidenceRows(facts, width, listingOf(facts, state)), ...settingRows(facts, width)];
  const title = row(isOver(facts) ? 'summary' : 'why (w)');
  return { title, rows: scrolled(rows, state.scroll.verdict ?? 0, height), length: rows.length };
};

/** Returns everything about the verdict: the `w` layer. */
export function whyRows(facts: ScreenFacts, width: number): Row[] {
  const { verdict } = facts;
  const factors = factorRows(verdict.factors, width, { isAscii: facts.characters === 'ascii', signs: null });
  const rows: Row[] = [
    [verdictLabel(facts)],
    ...wrapText(`${verdict.headline}.`, width),
    ...wrapText(verdict.meaning, width, 'dim'),
    row(),
    ...(factors.length === 0 ? [] : [row(span('what moves the odds', 'title')), ...factors, row()]),
  ];
  rows.push(...section('what to do, cheapest first', verdict.todo, '> ', width));
  if (verdict.pattern !== null) rows.push(...section('pattern', patternLines(verdict.pattern), '', width));
  rows.push(...section('evidence for it', verdict.evidence, '+ ', width));
  rows.push(...section('evidence against it', verdict.against, '- ', width));
  rows.push(...section('possible causes', verdict.causes, '* ', width));
  rows.push(...section('what is expected', expectations(facts), '  ', width));
  rows.push(...section('what to keep', kept(facts), '  ', width));
  rows.push(...settingRows(facts, width));
  return rows;
}

/** Returns the sign and the words of the verdict in its colour; of a paused training, that it is. */
export function verdictLabel(facts: ScreenFacts): ReturnType<typeof span> {
  const { words, action } = facts.verdict;
  if (facts.paused && !isOver(facts)) return span('= PAUSED', 'watch');
  return span(isOver(facts) ? `= ${words}` : `${actionSign(action)} ${words}`, actionRoles[action]);
}

/** The colour of each action. */
export const actionRoles: Readonly<Record<Action, Role>> = {
  continue: 'go',
  watch: 'watch',
  'may-stop': 'may-stop',
  stop: 'stop',
};

/**
 * Returns each reason with a bar as long as its effect, what that effect is, and what was measured; wide enough they
 * stand on one line.
 */
function factorRows(factors: readonly Factor[], whole: number, { isAscii, signs }: Listing): Row[] {
  const width = whole - (signs === null ? 0 : signWidth);
  const listed = factors.map((factor) => factorRow(factor, width, isAscii));
  if (signs === null) return listed.flat();
  return listed.flatMap((rows, index) =>
    rows.map((cells, line) => row(line === 0 ? signs[index]! : ' '.repeat(signWidth), ...cells)),
  );
}

/** How the reasons are listed. */
interface Listing {
  readonly isAscii: boolean;
  /** What stands before each one, so many cells wide; null for nothing. */
  readonly signs: readonly Span[] | null;
}

const signWidth = 3;

/** In the pane a reason can be marked, and has the number that stands in the charts beside it. */
function listingOf(facts: ScreenFacts, state: ScreenState): Listing {
  const isAscii = facts.characters === 'ascii';
  const isNumbered = areReasonsNumbered(facts, state);
  const isFocused = state.focus === 'verdict' && state.full === null;
  if (!isNumbered && !isFocused) return { isAscii, signs: null };
  const reasons = listedReasons(facts);
  const marked = isFocused ? markedReason(facts, state.marked.reasons) : null;
  const signs = reasons.map((reason, index) => {
    const number = isNumbered && reason.at !== null ? `${index + 1}` : ' ';
    return span(`${reason === marked ? '>' : ' '}${number} `, reason === marked ? 'focus' : 'mark');
  });
  return { isAscii, signs };
}

function factorRow(factor: Factor, width: number, isAscii: boolean): Row[] {
  const { topic, effect, text } = factor;
  const bar = barOf(effect, isAscii);
  const does = effectText(factor);
  const head = row(
    span(topic.padEnd(topicWidth), 'title'),
    span(bar.padEnd(barWidth + 1), effect !== null && effect > 0 ? 'go' : 'watch'),
  );
  const said = does === null ? text : `${does}: ${text}`;
  if (width < topicWidth + barWidth + 1 + minTextWidth)
    return [head, ...wrapText(said, width - 2).map((cells) => row('  ', ...cells))];
  const [first = [], ...rest] = wrapText(said, width - topicWidth - barWidth - 1);
  return [row(...head, ...first), ...rest.map((cells) => row(' '.repeat(topicWidth + barWidth + 1), ...cells))];
}

const topicWidth = 17;
const barWidth = 9;
const minTextWidth = 24;

/** `+` raises the odds, `-` lowers them; 30 points of them fill the bar. */
function barOf(effect: number | null, isAscii: boolean): string {
  if (effect === null || Math.abs(effect) < 0.005) return '';
  const length = Math.max(1, Math.min(barWidth - 1, Math.round((Math.abs(effect) / 0.3) * (barWidth - 1))));
  return `${effect > 0 ? '+' : '-'}${(isAscii ? '#' : '▇').repeat(length)}`;
}

function patternLines({ text, todo }: NonNullable<ScreenFacts['verdict']['pattern']>): string[] {
  return [text, ...todo.map((step) => `> ${step}`)];
}

function evidenceRows(facts: ScreenFacts, width: number, listing: Listing): Row[] {
  const { verdict } = facts;
  const rows = factorRows(verdict.factors, width, listing);
  if (rows.length === 0) rows.push(...wrapText(verdict.meaning, width));
  for (const text of verdict.todo.slice(0, 2)) rows.push(...wrapText(`> ${text}`, width, 'strong', 2));
  if (verdict.pattern !== null) rows.push(...wrapText(verdict.pattern.text, width));
  for (const text of verdict.evidence) rows.push(...wrapText(`+ ${text}`, width, 'plain', 2));
  for (const text of verdict.against) rows.push(...wrapText(`- ${text}`, width, 'dim', 2));
  return rows;
}

function settingRows({ run, trainer, note }: ScreenFacts, width: number): Row[] {
  const facts: string[] = [];
  if (note !== null && note.text !== '') facts.push(`note: ${note.text}`);
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
  const { verdict, run } = facts;
  const unit = facts.mapUnit;
  const out: string[] = [];
  if (verdict.chance !== null) {
    out.push(
      `Odds of gaining half a point: ${oddsText(verdict.chance['0.005'])}; one point: ${oddsText(verdict.chance['0.01'])}; two points: ${oddsText(verdict.chance['0.02'])}.`,
    );
  }
  const { forecast, basis } = verdict;
  if (forecast !== null && basis !== null) {
    const [low, mid, high] = [forecast.low, forecast.mid, forecast.high].map((value) => metricText(value, unit));
    const range =
      low === high ? `${mid} in 4 of 5 such trainings` : `about ${mid}; in 4 of 5 such trainings ${low} to ${high}`;
    out.push(`Best ${basis.isMap ? 'mAP' : basis.metric} at ${endText(basis, run.axis)}: ${range}.`);
  }
  return out;
}

function kept({ verdict, run }: ScreenFacts): string[] {
  if (verdict.keep === null) return [];
  const at = verdict.keep.at === null ? '' : ` of ${run.axis} ${count(verdict.keep.at, 'compact')}`;
  return [`${verdict.keep.path}${at}, after ${duration(run.elapsed, 'compact')} of training`];
}
