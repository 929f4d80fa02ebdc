import type { RunRecord } from '../runRecord.ts';

/** Whether it has yet to be decided if a run is started again after its end. One that never started never is. */
export function awaitsRetry({ state, retries = null, requeues = null, retry = null }: RunRecord): boolean {
  const neverStarted = state === 'cancelled' || state === 'failed-to-start';
  return !neverStarted && (retries !== null || requeues !== null) && retry === null;
}

/**
 * What is to be said of a run that is one of several attempts, as sentences: in whose place it is, and what followed.
 */
export function describeAttempt({ attempt = 1, retries, requeues, retryOf, retry }: RunRecord): readonly string[] {
  const of = retries ? ` of at most ${retries.max + 1}` : '';
  const before = retryOf ? [attemptText(`${attempt}${of}`, retryOf)] : [];
  // Of the many runs in jobs of Slurm whose time was not over there is nothing to say.
  if (!retry || (!retries && requeues !== 'due')) return before;
  const after =
    retry.run === null
      ? `It is not started again: ${retry.why}.`
      : `It was started again as ${retry.run}: ${retry.why}.`;
  return [...before, after];
}

function attemptText(attempt: string, { run, why, how }: NonNullable<RunRecord['retryOf']>): string {
  return `It is attempt ${attempt}, in place of ${run} (${why}), and starts ${how}.`;
}
