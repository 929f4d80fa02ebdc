import type { ScreenFacts } from '../../state/facts/facts.ts';
import type { ScreenState, StopChoice } from '../../state/state.ts';
import { fitRow, row, type Row, rowWidth, span, type Span } from '../../../words/terminal/row.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';
import { costRows } from './stopCosts.ts';
import { duration } from '../../../words/duration.ts';
import { stopChoices, isAllowed } from '../../state/stopChoices.ts';

/**
 * Draws the stop dialog: what would be stopped, what it costs, the choices. The choices are the last rows and always in
 * view; the rows above them scroll.
 */
export function stopLayer(facts: ScreenFacts, state: ScreenState, width: number, height: number): Row[] {
  const choices = choiceRows(facts, state, width, height);
  const costs = costRows(facts, state, width);
  const room = Math.max(0, height - choices.length);
  const from = Math.max(0, Math.min(state.layerScroll, costs.length - room));
  const shown = costs.slice(from, from + room);
  const more = costs.length - from - shown.length;
  if (more > 0 && shown.length > 0) shown[shown.length - 1] = row(span(`(${more + 1} more: arrow down)`, 'dim'));
  return [...shown, ...choices];
}

function choiceRows(facts: ScreenFacts, state: ScreenState, width: number, height: number): Row[] {
  if (facts.exit !== null) return [fitRow(row(span('[n] close', 'selected')), width)];
  if (height < 14) return shortChoices(facts, state, width);
  return [
    row(),
    ...stopChoices(facts).map(({ choice, key, label }) => {
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
  if (isAllowed(facts, state, choice)) return '';
  if (state.sending !== null) return '  (wait)';
  if (choice === 'checkpoint' && !facts.plans.includes('checkpoint')) return '  (no keeper)';
  if (choice === 'checkpoint' || choice === 'call-off') return '  (a signal was sent already)';
  const sent = facts.ladder?.sent.some((step) => step.signal === choice) ?? false;
  if (sent) return '  (sent; a second one can spoil what is being saved)';
  if (facts.nextStepIn !== null && facts.nextStepIn > 0)
    return `  (possible in ${duration(facts.nextStepIn, 'compact')})`;
  return '  (only after waiting for an earlier signal)';
}

/** Draws the question before a pause or an auto-stop, which are no stop but affect the training. */
export function confirmRows(facts: ScreenFacts, layer: 'pause' | 'auto', width: number): Row[] {
  const { question, consequences } = layer === 'pause' ? pauseQuestion(facts) : autoQuestion(facts);
  return [
    ...wrapText(question, width, 'strong'),
    ...consequences.flatMap((line) => wrapText(line, width, 'plain', 2)),
    row(),
    row(span('> [n] cancel', 'selected'), '  (Esc, n, Enter)'),
    row('  [y] yes'),
  ];
}

function pauseQuestion({ paused, target }: ScreenFacts): { question: string; consequences: readonly string[] } {
  const process =
    target === null ? 'the training' : target.name === undefined ? `PID ${target.pid} and its group` : target.name;
  if (paused) return { question: 'Resume the training?', consequences: [`SIGCONT goes to ${process}.`] };
  return {
    question: 'Pause the training?',
    consequences: [
      `SIGSTOP goes to ${process}. Nothing is lost; p resumes it.`,
      'It keeps its memory, including that of the GPU: no other training can use it.',
    ],
  };
}

function autoQuestion({ armed, trainer }: ScreenFacts): { question: string; consequences: readonly string[] } {
  if (armed !== null) return { question: 'Call the planned stop off?', consequences: [armed.note] };
  const save = trainer === null ? [] : [`It saves ${trainer.habits.saves}.`];
  return {
    question: 'Stop the training by itself once the advice is to stop?',
    consequences: [
      'Then a countdown starts, during which it can be called off, and it is stopped after its next save.',
      'The keeper does this, even when no dashboard is open.',
      ...save,
    ],
  };
}
