import { recordMember } from '../../fleet/local/recordPlace.ts';
import type { Member } from '../../fleet/member.ts';
import { openHistory } from '../../history/history.ts';
import { statusOfRun } from '../../history/runStatus.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { warn } from '../print.ts';

/** Runs of this machine as members, in their order: the logs that nobody has read yet are read now. */
export async function localMembers(records: readonly RunRecord[]): Promise<readonly Member[]> {
  const history = openHistory(warn);
  try {
    const members: Member[] = [];
    for (const record of records) members.push(recordMember(record, (await statusOfRun(record, history)).summary));
    return members;
  } finally {
    history.close();
  }
}
