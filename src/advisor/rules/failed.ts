import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { counted } from '../../words/count.ts';
import type { Run } from '../../run/run.ts';
import { hasTrained } from '../../run/selectors.ts';

/**
 * The trainer itself said that it cannot go on, whatever its exit status was, or it exited with a status that says so.
 */
export function failed({ run, state, exit }: Facts): RuleResult | null {
  const status = exit !== null && exit.code !== null && exit.code !== 0 ? exit.code : null;
  if (state !== 'failed' && (status === null || run.ended !== null)) return null;
  const fault = run.faults.findLast((each) => each.fatal) ?? run.faults.at(-1);
  const left = status === null ? [] : [`The trainer exited with status ${status}.`];
  const words = fault === undefined && !hasTrained(run) ? wordsLine(run) : [];
  return {
    name: 'failed',
    action: 'stop',
    headline: fault?.text ?? `the trainer exited with status ${status}`,
    meaning: 'The trainer gave up with an error. What it saved before that is still there.',
    evidence: [...(fault === undefined ? [] : [`Its last complaint in the log: ${fault.text}`]), ...words, ...left],
    todo: ['Mend what the message names and start again; go on from the last checkpoint where there is one.'],
  };
}

/**
 * The process is gone and there is no figure of a training. An exit status of 0 does not make that a success. A program
 * that is not recognised may have trained where it printed more than a few lines: of that nothing can be said.
 */
export function endedUntrained(facts: Facts): RuleResult | null {
  const { run, alive, exit } = facts;
  if (alive !== false || hasTrained(run)) return null;
  if (exit !== null && exit.signal !== null) return stoppedUntrained(exit.signal);
  if (run.trainer === null && run.lines > fewLines && run.ended === null) return endedUnread(run);
  const last = run.lastWords.at(-1);
  return {
    name: 'failed',
    action: 'stop',
    headline: `it ended before it trained${last === undefined ? '' : `: ${last}`}`,
    meaning: `The process ended${exit?.code === 0 ? ', with exit status 0,' : ''} before it printed anything of a training: no iteration, no epoch, no evaluation.`,
    evidence: run.lines === 0 ? ['Nothing was written to its log.'] : wordsLine(run),
    todo: ['Read what it said last, mend that and start again.'],
  };
}

/** What a program prints that does not know its arguments, or that its help is. */
const fewLines = 50;

function stoppedUntrained(signal: string): RuleResult {
  return {
    name: 'finished',
    action: 'continue',
    words: 'STOPPED',
    headline: `stopped by ${signal} before it trained`,
    meaning: 'The training was stopped before its first iteration: there is nothing to judge, and nothing to keep.',
  };
}

function endedUnread({ lines }: Run): RuleResult {
  return {
    name: 'finished',
    action: 'continue',
    words: 'ENDED',
    headline: `ended, and none of its ${counted(lines, 'line')} tells a figure that is known`,
    meaning: 'The program is not one that is recognised, so nobody can tell from its log whether it trained.',
    todo: ["Teach it with --metric 'loss=REGEX' and the like: see plateau trainers."],
  };
}

function wordsLine({ lastWords }: Run): string[] {
  return lastWords.length === 0 ? [] : [`Its last words: ${lastWords.join(' / ')}`];
}
