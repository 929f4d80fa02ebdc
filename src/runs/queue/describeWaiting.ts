import { duration } from '../../words/duration.ts';
import type { RunRecord } from '../runRecord.ts';

/**
 * What a run that waits is waiting for, in words: `waits for the end of 20260102-030405-night`; null where it does not.
 */
export function describeWaiting({
  state,
  after,
  starts,
}: { readonly state: string } & Pick<RunRecord, 'after' | 'starts'>): string | null {
  if (state !== 'waiting') return null;
  if (after === null || after === undefined) {
    if (starts === null || starts === undefined) return 'is about to start';
    const room = starts.needsRoom ? ', once there is room on the disk' : '';
    return `starts again ${duration(starts.pause)} after the crash before${room}`;
  }
  return after.onlyOk ? `waits until ${after.run} has ended without failing` : `waits for the end of ${after.run}`;
}
