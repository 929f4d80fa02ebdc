import type { RunRecord } from '../runRecord.ts';

/**
 * What a run that waits is waiting for, in words: `waits for the end of 20260102-030405-night`; null where it does not.
 */
export function describeWaiting({
  state,
  after,
}: { readonly state: string } & Pick<RunRecord, 'after'>): string | null {
  if (state !== 'waiting') return null;
  if (after === null || after === undefined) return 'is about to start';
  return after.onlyOk ? `waits until ${after.run} has ended without failing` : `waits for the end of ${after.run}`;
}
