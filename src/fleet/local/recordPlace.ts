import type { RunSummary } from '../../history/runDetails.ts';
import { isHere } from '../../processes/recorded.ts';
import { thisMachine } from '../../processes/thisMachine.ts';
import type { PlaceInTraining } from '../../runs/linked/trainings.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { whyUnknown } from '../../runs/unknown.ts';
import { runKey } from '../../runs/runKey.ts';
import type { Member } from '../member.ts';
import { localFacts } from './localFacts.ts';

/** Where a run of this state directory is: here, or on another machine that has the same directory. */
export function recordPlace(record: RunRecord): Pick<Member, 'host' | 'way'> {
  const { host } = thisMachine();
  if (isHere(record) || whyUnknown(record) === null) return { host, way: 'here' };
  return { host: record.machine?.host ?? host, way: 'shared' };
}

/**
 * A run of this state directory whose log has been read, as a member. Its texts are as they stand there. `place`: in
 * its training, where that took several runs.
 */
export function recordMember(record: RunRecord, summary: RunSummary, place: PlaceInTraining | undefined): Member {
  const facts = localFacts(
    record,
    { kind: 'read', summary, isOld: false },
    { trouble: null, gpu: null, isWritten: false },
  );
  return { ...facts, ...place, ...recordPlace(record), key: runKey(facts), away: null };
}
