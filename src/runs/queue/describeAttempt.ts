import type { RunRecord } from '../runRecord.ts';

/** Whether it has yet to be decided if a run is started again after its end. */
export function awaitsRetry({
  retries = null,
  retry = null,
}: {
  readonly retries?: RunRecord['retries'] | undefined;
  readonly retry?: RunRecord['retry'] | undefined;
}): boolean {
  return retries !== null && retry === null;
}

/**
 * What is to be said of a run that is one of several attempts, as sentences: in whose place it is, and what followed.
 */
export function describeAttempt({ attempt = 1, retries, retryOf, retry }: RunRecord): readonly string[] {
  const of = retries ? ` of at most ${retries.max + 1}` : '';
  return [
    ...(retryOf
      ? [`It is attempt ${attempt}${of}, in place of ${retryOf.run} (${retryOf.why}), and starts ${retryOf.how}.`]
      : []),
    ...(retry?.run ? [`It was started again as ${retry.run}: ${retry.why}.`] : []),
    ...(retry?.run === null && retries ? [`It is not started again: ${retry.why}.`] : []),
  ];
}
