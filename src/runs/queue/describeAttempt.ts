import type { RunRecord } from '../runRecord.ts';

/** Whether it has yet to be decided if a run is started again after its end. */
export function awaitsRetry({
  retries = null,
  requeues = null,
  retry = null,
}: {
  readonly [field in 'retries' | 'requeues' | 'retry']?: RunRecord[field] | undefined;
}): boolean {
  return (retries !== null || requeues !== null) && retry === null;
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
