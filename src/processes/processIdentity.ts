import { isSame, type ProcessFacts, type ProcessIdentity } from './processFacts.ts';
import { processFacts, startTimeOf } from './processes.ts';

/** The process that has this number now. */
export function identityOf(pid: number): ProcessIdentity {
  return { pid, startTime: startTimeOf(pid) };
}

/** The facts of this very process, or null when it has ended, even if its number was given to another one since. */
export function sameProcess(identity: ProcessIdentity): ProcessFacts | null {
  const facts = processFacts(identity.pid);
  return facts !== null && isSame(identity, facts) ? facts : null;
}
