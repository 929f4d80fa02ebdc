import { bestCheckpoint, lastResumable, timeLeft, unsavedWork } from '../../run/selectors.ts';
import { type Facts, inPercent } from '../facts.ts';
import type { ScreenState, StopChoice } from '../state.ts';
import { count, duration, fraction } from '../text/format.ts';
import { fitRow, row, type Row, span, wrapText } from '../text/row.ts';

/** In the order in which they are shown and in which the arrow keys go through them. */
export const stopChoices: readonly {
  readonly choice: StopChoice;
  readonly key: string;
  readonly label: string;
  readonly short: string;
}[] = [
  { choice: 'cancel', key: 'n', label: 'cancel, let it train', short: 'cancel' },
  { choice: 'SIGINT', key: 'i', label: 'SIGINT now', short: 'INT' },
  { choice: 'SIGTERM', key: 't', label: 'SIGTERM now', short: 'TERM' },
  { choice: 'SIGKILL', key: 'k', label: 'SIGKILL now', short: 'KILL' },
];

/** Whether a choice may be taken now. */
export function isAllowed(facts: Facts, state: ScreenState, choice: StopChoice): boolean {
  if (choice === 'cancel') return true;
  if (state.sending !== null || facts.exit !== null || facts.ladder === null) return false;
  return facts.ladder.allowed.includes(choice);
}

/**
 * The stop dialog: what would be stopped, what it costs, the choices. The choices are the last rows and always in view; what is above them
 * scrolls where it does not fit.
 */
export function stopLayer(facts: Facts, state: ScreenState, width: number, height: number): Row[] {
  const choices = choiceRows(facts, state, width, height);
  const costs = costRows(facts, state, width);
  const room = Math.max(0, height - choices.length);
  const from = Math.max(0, Math.min(state.layerScroll, costs.length - room));
  const shown = costs.slice(from, from + room);
  const more = costs.length - from - shown.length;
  if (more > 0 && shown.length > 0) shown[shown.length - 1] = row(span(`(${more + 1} more: arrow down)`, 'dim'));
  return [...shown, ...choices];
}

/** What the stop costs, and after the first signal what has happened since. */
export function costRows(facts: Facts, state: ScreenState, width: number): Row[] {
  const { run, target, trainer, exit } = facts;
  const rows: Row[] = [];
  const say = (text: string, role: 'plain' | 'strong' | 'watch' | 'dim' = 'plain') =>
    rows.push(...wrapText(text, width, role, 2));
  if (exit !== null) {
    say(`The training has ended: ${exitText(exit)}.`, 'strong');
    for (const process of exit.left) say(`still alive: PID ${process.pid} ${process.command}`, 'watch');
    if (exit.left.length === 0) say('Nothing of its process group is left.');
  }
  for (const line of state.stopLog) say(line, 'strong');
  if (exit !== null) return rows;
  const note = facts.ladder?.note ?? null;
  if (note !== null) say(note, 'strong');
  if (state.sending !== null) say(`Sending ${state.sending} ...`);
  const unsaved = unsavedWork(run);
  const saved = lastResumable(run);
  const unit = run.axis === 'iteration' ? 'iterations' : 'epochs';
  if (saved === null)
    say(`Nothing is saved yet: ${count(unsaved.steps)} ${unit}, ${duration(unsaved.seconds)} would be lost.`, 'watch');
  else say(`Lost: ${count(unsaved.steps)} ${unit}, ${duration(unsaved.seconds)} since ${saved.path}`);
  const { best } = run;
  const file = bestCheckpoint(run);
  if (best !== null) {
    say(
      `Best: ${fraction(best.value, inPercent(run))} at ${run.axis} ${count(best.at)}${file === null ? '' : `, in ${file.path}`}`,
    );
  }
  const left = timeLeft(run);
  if (left !== null) say(`Not spent: ${duration(left)} of the plan`);
  if (target?.ignoresInterrupt === true) {
    rows.unshift(...wrapText('It ignores SIGINT: that signal will do nothing.', width, 'watch', 2));
  }
  if (target === null) {
    say('No process is left to signal.', 'watch');
  } else {
    say(
      `PID ${target.pid} of ${target.user}, ${target.processes} ${target.processes === 1 ? 'process' : 'processes'} in group ${target.processGroup}`,
    );
    say(`Command: ${target.command}`);
  }
  if (trainer !== null) {
    say(`SIGINT: ${trainer.habits.interrupt}`);
    say(`SIGTERM: ${trainer.habits.terminate}`);
    say(`Safe moment: ${trainer.habits.safeMoment}`);
    say(`To go on later: ${trainer.habits.resume}`);
  }
  return rows;
}

function choiceRows(facts: Facts, state: ScreenState, width: number, height: number): Row[] {
  if (facts.exit !== null) return [fitRow(row(span('[n] close', 'selected')), width)];
  if (height < 12) {
    const pieces = stopChoices.flatMap(({ choice, key, short }) => [
      span(`[${key}]${short}`, choiceRole(facts, state, choice)),
      span(' ', 'plain'),
    ]);
    return [fitRow(pieces, width)];
  }
  return [
    row(),
    ...stopChoices.map(({ choice, key, label }) => {
      const sign = state.choice === choice ? '> ' : '  ';
      return row(
        sign,
        span(`[${key}] ${label}`, choiceRole(facts, state, choice)),
        span(whyNot(facts, state, choice), 'dim'),
      );
    }),
  ];
}

function choiceRole(facts: Facts, state: ScreenState, choice: StopChoice): 'selected' | 'plain' | 'dim' {
  if (state.choice === choice) return 'selected';
  return isAllowed(facts, state, choice) ? 'plain' : 'dim';
}

function whyNot(facts: Facts, state: ScreenState, choice: StopChoice): string {
  if (choice === 'cancel') return '  (Esc, n)';
  if (isAllowed(facts, state, choice)) return '';
  if (state.sending !== null) return '  (wait)';
  const sent = facts.ladder?.sent.some((step) => step.signal === choice) ?? false;
  if (sent) return '  (sent; a second one can spoil what is being saved)';
  if (facts.nextStepIn !== null && facts.nextStepIn > 0) return `  (possible in ${duration(facts.nextStepIn)})`;
  return '  (only after an earlier signal was waited for)';
}

function exitText(exit: NonNullable<Facts['exit']>): string {
  if (exit.signal !== null) return `killed by ${exit.signal}`;
  return exit.code === null ? 'nobody saw how' : `exit status ${exit.code}`;
}
