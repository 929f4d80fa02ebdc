import { stopCost, type StopFact } from '../../../advisor/stopCost.ts';
import type { TreeProcess } from '../../../processes/tree.ts';
import type { StopTarget } from '../../../stopping/control.ts';
import type { ScreenFacts } from '../../state/facts/facts.ts';
import type { ScreenState, StopChoice } from '../../state/state.ts';
import { fitRow, row, type Row, rowWidth, span, type Span } from '../../../words/terminal/row.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';
import { countdown } from '../../../words/duration.ts';
import { stopChoices, isAllowed } from '../../state/stopChoices.ts';
import { summaryBelowBanner } from '../summary.ts';
import { stopState } from './stopState.ts';
import { type DrawnLayer, withScrolling } from './drawnLayer.ts';
import { labelled } from './labelled.ts';
import { counted } from '../../../words/count.ts';

/**
 * Draws the stop dialog: where it stands, what it costs, the choices, and whom it would reach. The choices are always
 * in view; what has no room below them scrolls.
 */
export function stopLayer(facts: ScreenFacts, state: ScreenState, width: number, height: number): DrawnLayer {
  const costs = costRows(facts, state, width);
  const details = facts.exit === null ? processRows(facts, width) : [];
  const needed = Math.min(details.length, 1);
  const choices = choiceRows(facts, state, width, height - costs.length - needed);
  const isRoomy = costs.length + choices.length + needed <= height;
  return isRoomy
    ? withScrolling([...costs, ...choices], details, [], height, state.layerScroll)
    : withScrolling([], [...costs, ...details], choices, height, state.layerScroll);
}

/** The one line of state, and what a stop costs, each with its label. */
function costRows(facts: ScreenFacts, state: ScreenState, width: number): Row[] {
  const { run, trainer, exit } = facts;
  const said = stopState(facts, state);
  const rows = said === null ? [] : wrapText(said, width, state.said?.failed === true ? 'watch' : 'strong', 2);
  if (exit !== null)
    return [...rows, ...summaryBelowBanner(facts).flatMap((line) => wrapText(line, width, 'plain', 2))];
  const costs = stopCost(run, trainer?.habits ?? null, facts.mapUnit).filter(({ label }) => isCost(label));
  return [...rows, ...costs.flatMap(({ label, text }) => labelled(label, text, width))];
}

function isCost(label: StopFact['label']): boolean {
  return label !== 'SIGINT' && label !== 'resume';
}

/** Whom the signals reach, and what they do there. */
function processRows(facts: ScreenFacts, width: number): Row[] {
  const { target, trainer, ladder } = facts;
  if (target === null) return [row(), ...wrapText('No process is left to signal.', width, 'watch')];
  const rows = [row(), ...labelled('reaches', targetText(target), width)];
  const note = ladder?.sent.length === 0 ? ladder.note : null;
  if (note !== null && !target.ignoresInterrupt) rows.push(...labelled('', note, width, 'watch'));
  rows.push(...labelled('command', target.command, width));
  for (const process of (target.tree ?? []).slice(1, maxProcesses))
    rows.push(...labelled('', processText(process), width, 'dim'));
  if (trainer === null) return rows;
  const { habits } = trainer;
  if (!target.ignoresInterrupt) rows.push(...labelled('SIGINT', habits.interrupt, width));
  rows.push(...labelled('SIGTERM', habits.terminate, width));
  rows.push(...labelled('safe moment', habits.safeMoment, width));
  rows.push(...labelled('later', habits.resume, width));
  return rows;
}

function targetText({ name, pid, user, processes, processGroup }: StopTarget): string {
  if (name !== undefined) return `${name} of ${user}`;
  return `PID ${pid} of ${user}, ${counted(processes, 'process', 'processes')} in group ${processGroup}`;
}

/** More of them would move the habits of the trainer out of view. */
const maxProcesses = 9;

function processText({ pid, depth, command, inGroup, ignoresInterrupt }: TreeProcess): string {
  const group = inGroup ? '' : ', not in the group';
  const ignores = ignoresInterrupt ? ', ignores SIGINT' : '';
  return `${'  '.repeat(Math.max(0, depth - 1))}${pid} ${command.slice(0, 60)}${group}${ignores}`;
}

function choiceRows(facts: ScreenFacts, state: ScreenState, width: number, room: number): Row[] {
  if (facts.exit !== null) return [fitRow(row(span('[n] close', 'selected')), width)];
  const choices = stopChoices(facts);
  if (room < choices.length + 1) return shortChoices(facts, state, width);
  return [
    row(),
    ...choices.map(({ choice, key, label }) => {
      const sign = state.choice === choice ? '> ' : '  ';
      return row(
        sign,
        span(`[${key}] ${label}`, choiceRole(facts, state, choice)),
        span(whyNot(facts, state, choice), 'dim'),
      );
    }),
  ];
}

/** Draws the choices side by side, in as many rows as they need. */
function shortChoices(facts: ScreenFacts, state: ScreenState, width: number): Row[] {
  const rows: Span[][] = [[]];
  for (const { choice, key, short } of stopChoices(facts)) {
    const piece = span(`[${key}]${short}`, choiceRole(facts, state, choice));
    if (rowWidth(rows.at(-1)!) + piece.text.length > width) rows.push([]);
    rows.at(-1)!.push(piece, span(' ', 'plain'));
  }
  return rows.map((cells) => fitRow(cells, width));
}

function choiceRole(facts: ScreenFacts, state: ScreenState, choice: StopChoice): 'selected' | 'plain' | 'dim' {
  if (state.choice === choice) return 'selected';
  return isAllowed(facts, state, choice) ? 'plain' : 'dim';
}

function whyNot(facts: ScreenFacts, state: ScreenState, choice: StopChoice): string {
  if (choice === 'cancel') return '  (Esc, n)';
  if (choice === 'SIGINT' && facts.exit === null && facts.target?.ignoresInterrupt === true)
    return '  (it ignores SIGINT)';
  if (isAllowed(facts, state, choice)) return '';
  if (state.sending !== null) return '  (wait)';
  if (choice === 'checkpoint' && !facts.plans.includes('checkpoint')) return '  (no keeper)';
  if (choice === 'checkpoint' || choice === 'call-off') return '  (a signal was sent already)';
  const sent = facts.ladder?.sent.some((step) => step.signal === choice) ?? false;
  if (sent) return '  (sent; a second one can spoil what is being saved)';
  if (facts.nextStepIn !== null && facts.nextStepIn > 0) return `  (possible in ${countdown(facts.nextStepIn)})`;
  return '  (only after waiting for an earlier signal)';
}
