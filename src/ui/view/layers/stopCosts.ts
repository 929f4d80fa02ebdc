import type { TreeProcess } from '../../../processes/tree.ts';
import type { ArmedStop, HeldSignal, StopTarget } from '../../../stopping/control.ts';
import { partOfEpoch } from '../../../advisor/stopCost.ts';
import { lastSave, trainedFrom, unsavedWork } from '../../../run/saves.ts';
import { bestCheckpoint, timeLeft } from '../../../run/selectors.ts';
import { type ScreenFacts, mapUnit } from '../../state/facts/facts.ts';
import type { ScreenState } from '../../state/state.ts';
import { summaryBelowBanner } from '../summary.ts';
import { type Row } from '../../../words/terminal/row.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';
import { count } from '../../../words/count.ts';
import { duration } from '../../../words/duration.ts';
import { metricText } from '../../../words/metric.ts';

/** Draws what the stop costs and, after the first signal, what has happened since. */
export function costRows(facts: ScreenFacts, state: ScreenState, width: number): Row[] {
  const { run, target, trainer, exit } = facts;
  const rows: Row[] = [];
  const say = (text: string, role: 'plain' | 'strong' | 'watch' | 'dim' = 'plain') =>
    rows.push(...wrapText(text, width, role, 2));
  if (exit !== null) {
    say(`The training has ended: ${exitText(exit)}.`, 'strong');
    if (exit.left.length === 0) say('Nothing of its process group is left.');
  }
  if (exit === null) for (const line of state.stopLog) say(line, 'strong');
  if (exit !== null) {
    for (const line of summaryBelowBanner(facts)) say(line);
    return rows;
  }
  const note = facts.ladder?.note ?? null;
  if (note !== null) say(note, 'strong');
  if (facts.held !== null) say(heldText(facts.held, facts.heldEndsIn), 'strong');
  else if (state.sending !== null) say(`Asking for ${state.sending} ...`);
  if (facts.armed !== null) say(armedText(facts.armed, facts.armedEndsIn), 'strong');
  const unsaved = unsavedWork(run, trainer?.habits ?? null);
  const saved = lastSave(run, trainer?.habits ?? null);
  const unit = run.axis === 'iteration' ? 'iterations' : 'epochs';
  const part = unsaved.steps === 0 ? partOfEpoch(run) : null;
  const lost = part ?? `${count(unsaved.steps, 'compact')} ${unit}, ${duration(unsaved.seconds, 'compact')}`;
  const from = trainedFrom(run, trainer?.habits ?? null);
  if (saved !== null)
    say(`Lost: ${lost} since ${saved.path ?? `it probably saved, at ${run.axis} ${count(saved.at ?? 0)}`}`);
  else if (from > 0) say(`Nothing is saved since ${run.axis} ${count(from)}: ${lost} would be lost.`, 'watch');
  else say(`Nothing is saved yet: ${lost} would be lost.`, 'watch');
  const { best } = run;
  const file = bestCheckpoint(run);
  if (best !== null) {
    say(
      `Best: ${metricText(best.value, mapUnit(facts), 'compact')} at ${run.axis} ${count(best.at, 'compact')}${file === null ? '' : `, in ${file.path}`}`,
    );
  }
  const left = timeLeft(run);
  if (left !== null) say(`Not spent: ${duration(left, 'compact')} of the plan`);
  if (target?.ignoresInterrupt === true) {
    rows.unshift(...wrapText('It ignores SIGINT: that signal will do nothing.', width, 'watch', 2));
  }
  if (target === null) {
    say('No process is left to signal.', 'watch');
  } else {
    say(targetText(target));
    say(`Command: ${target.command}`);
    for (const process of (target.tree ?? []).slice(1, maxProcesses)) say(processText(process), 'dim');
  }
  if (trainer !== null) {
    say(`SIGINT: ${trainer.habits.interrupt}`);
    say(`SIGTERM: ${trainer.habits.terminate}`);
    say(`Safe moment: ${trainer.habits.safeMoment}`);
    say(`To go on later: ${trainer.habits.resume}`);
  }
  return rows;
}

function targetText({ name, pid, user, processes, processGroup }: StopTarget): string {
  if (name !== undefined) return `${name} of ${user}`;
  return `PID ${pid} of ${user}, ${processes} ${processes === 1 ? 'process' : 'processes'} in group ${processGroup}`;
}

/** More of them would move the habits of the trainer out of view. */
const maxProcesses = 9;

function processText({ pid, depth, command, inGroup, ignoresInterrupt }: TreeProcess): string {
  const group = inGroup ? '' : ', not in the group';
  const ignores = ignoresInterrupt ? ', ignores SIGINT' : '';
  return `${'  '.repeat(depth)}${pid} ${command.slice(0, 60)}${group}${ignores}`;
}

/** Returns a planned stop in one line. */
export function armedText(armed: ArmedStop, endsIn: number | null): string {
  const isAuto = armed.plan.when === 'advice';
  // The note of a waiting auto-stop begins with that word itself.
  if (armed.note.startsWith('auto-stop ')) return `A${armed.note.slice(1)}`;
  const what = isAuto ? 'Auto-stop' : 'Planned stop';
  const latest = armed.stage === 'countdown' ? '' : ' at the latest';
  const countdown = endsIn === null ? '' : ` in ${duration(endsIn, 'compact')}${latest}`;
  const reason = armed.reason === null ? '' : ` (${armed.reason})`;
  return `${what}${countdown}: ${armed.note}${reason}`;
}

/** Returns in one line what a signal waits for, and how long. */
function heldText(held: HeldSignal, endsIn: number | null): string {
  if (held.files.length === 0) return `Looking whether it is saving, before ${held.signal} ...`;
  const limit = endsIn === null || endsIn <= 0 ? '' : ` for ${duration(endsIn, 'compact')} at most`;
  return `It is saving ${held.files.join(' and ')} now: ${held.signal} waits until that is whole${limit}.`;
}

function exitText(exit: NonNullable<ScreenFacts['exit']>): string {
  if (exit.signal !== null) return `killed by ${exit.signal}`;
  return exit.code === null ? 'exit status unknown' : `exit status ${exit.code}`;
}
