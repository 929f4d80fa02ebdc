import { neverStarted, type RunRecord } from '../runRecord.ts';

/** Whether it has yet to be decided if a run is started again after its end. One that never started never is. */
export function awaitsRetry(record: RunRecord): boolean {
  const { retries = null, requeues = null, retry = null } = record;
  return !neverStarted(record) && (retries !== null || requeues !== null) && retry === null;
}

/**
 * What is to be said of a run that is one of several attempts, as sentences: in whose place it is, and what followed.
 */
export function describeAttempt(record: RunRecord): readonly string[] {
  const { retries, requeues, retry } = record;
  const made = describeNewAttempt(record);
  const before = made === null ? [] : [`It is ${made}.`];
  // Of the many runs in jobs of Slurm whose time was not over there is nothing to say.
  if (!retry || (!retries && requeues !== 'due')) return before;
  const after =
    retry.run === null
      ? `It is not started again: ${retry.why}.`
      : `It was started again as ${retry.run}: ${retry.why}.`;
  return [...before, after];
}

/**
 * Which attempt a run is, in whose place and from where, as a clause without its subject: `attempt 2 of at most 4, in
 * place of ...`; null where it is in nobody's place.
 */
export function describeNewAttempt({ attempt = 1, retries, retryOf }: RunRecord): string | null {
  if (!retryOf) return null;
  const of = retries ? ` of at most ${retries.max + 1}` : '';
  return `attempt ${attempt}${of}, in place of ${retryOf.run} (${retryOf.why}), and starts ${retryOf.how}`;
}
