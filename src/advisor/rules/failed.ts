import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';

/**
 * The trainer itself said that it cannot go on, whatever its exit status was, or it exited with a status that says so.
 */
export function failed({ run, state, exit }: Facts): RuleResult | null {
  const status = exit !== null && exit.code !== null && exit.code !== 0 ? exit.code : null;
  if (state !== 'failed' && (status === null || run.ended !== null)) return null;
  const fault = run.faults.findLast((each) => each.fatal) ?? run.faults.at(-1);
  const left = status === null ? [] : [`The trainer exited with status ${status}.`];
  return {
    name: 'failed',
    action: 'stop',
    headline: fault?.text ?? `the trainer exited with status ${status}`,
    meaning: 'The trainer gave up with an error. What it saved before that is still there.',
    evidence: [...(fault === undefined ? [] : [`Its last complaint in the log: ${fault.text}`]), ...left],
    todo: ['Mend what the message names and start again; go on from the last checkpoint where there is one.'],
  };
}
