import { connectControl } from '../../keeper/socket/controlClient.ts';
import { describeRun } from '../../keeper/describeRun.ts';
import { openHistory } from '../../history/history.ts';
import { removeRunDirectory, whyNotRemoved } from '../../runs/removeRuns.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { errorMessage } from '../../words/errors.ts';
import { askControl } from '../askControl.ts';
import type { MemberRequest, SettledReply } from '../request.ts';

/**
 * Has a request carried out for a run of this state directory: by its keeper, or, where none is needed, here.
 * `request`: its identity, by which it is carried out only once. Never rejects.
 */
export async function carryOut(record: RunRecord, asked: MemberRequest, request: string): Promise<SettledReply> {
  try {
    await perform(record, asked, request);
    return { state: 'done' };
  } catch (error) {
    return { state: 'refused', problem: errorMessage(error) };
  }
}

async function perform(record: RunRecord, asked: MemberRequest, request: string): Promise<void> {
  if (asked.ask === 'remove') {
    remove(record);
    return;
  }
  if (asked.ask === 'describe') {
    await describeRun(record, asked.changes, { by, request });
    return;
  }
  const control = await connectControl(record, { by, request });
  try {
    await askControl(control, asked);
  } finally {
    control.close();
  }
}

/** What asks, for the audit log. */
const by = 'plateau fleet';

function remove(record: RunRecord): void {
  const problem = whyNotRemoved(record);
  if (problem !== null) throw new Error(problem);
  removeRunDirectory(record.id);
  const history = openHistory(() => {});
  history.remove([record.id]);
  history.close();
}
