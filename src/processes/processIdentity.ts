import type { ProcessIdentity } from './processFacts.ts';
import type { ProcessFacts } from './processFacts.ts';
import { processFacts, startTimeOf } from './processes.ts';

/** The process that has this number now, in a form that a later one with the same number cannot be mistaken for. */
export function identityOf(pid: number): ProcessIdentity {
  return { pid, startTime: startTimeOf(pid) };
}

/** The facts of this very process, or null when it has ended, even if its number was given to another one since. */
export function sameProcess(identity: ProcessIdentity): ProcessFacts | null {
  const facts = processFacts(identity.pid);
  if (facts === null || identity.startTime === null || facts.startTime !== identity.startTime) {
    return null;
  }

  return facts;
}
