import { recordMember } from '../../fleet/local/recordPlace.ts';
import type { Member } from '../../fleet/member.ts';
import { openHistory } from '../../history/history.ts';
import { statusOfRun } from '../../history/runStatus.ts';
import type { PlaceInTraining } from '../../runs/linked/trainings.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { warn } from '../print.ts';

/**
 * Runs of this machine as members, in their order: the logs that nobody has read yet are read now. `places`: in their
 * trainings.
 */
export async function localMembers(
  records: readonly RunRecord[],
  places: ReadonlyMap<string, PlaceInTraining>,
): Promise<readonly Member[]> {
  const history = openHistory(warn);
  try {
    const members: Member[] = [];
    for (const record of records) {
      const { summary } = await statusOfRun(record, history);
      members.push(recordMember(record, summary, places.get(record.id)));
    }
    return members;
  } finally {
    history.close();
  }
}
