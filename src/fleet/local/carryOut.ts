import { connectControl } from '../../keeper/socket/controlClient.ts';
import { describeTraining } from '../../keeper/describeRun.ts';
import { openHistory } from '../../history/history.ts';
import { removable, removeRunDirectory } from '../../runs/removeRuns.ts';
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
    await describeTraining(record, asked.changes, { by, request });
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
  const ids = removable([record]).map(({ id }) => id);
  for (const id of ids) removeRunDirectory(id);
  const history = openHistory(() => {});
  history.remove(ids);
  history.close();
}
