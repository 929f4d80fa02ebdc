import { connectControl } from '../../keeper/socket/controlClient.ts';
import { describeTraining } from '../../keeper/describeRun.ts';
import { openHistory } from '../../history/history.ts';
import { type GroupUpdate, writeGroupUpdate } from '../../runs/group/groupUpdate.ts';
import { groupDirectory } from '../../runs/group/groupOf.ts';
import { toldGroup } from '../../runs/group/toldGroup.ts';
import { removable, removeRunDirectory } from '../../runs/removeRuns.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { errorMessage } from '../../words/errors.ts';
import { askControl } from '../askControl.ts';
import type { FleetRequest, SettledReply } from '../request.ts';

/**
 * Has a request carried out for a run of this state directory: by its keeper, or, where none is needed, here.
 * `request`: its identity, by which it is carried out only once. Never rejects.
 */
export async function carryOut(record: RunRecord, asked: FleetRequest, request: string): Promise<SettledReply> {
  try {
    await perform(record, asked, request);
    return { state: 'done' };
  } catch (error) {
    return { state: 'refused', problem: errorMessage(error) };
  }
}

async function perform(record: RunRecord, asked: FleetRequest, request: string): Promise<void> {
  if (asked.ask === 'remove') {
    remove(record);
    return;
  }
  if (asked.ask === 'describe') {
    await describeTraining(record, asked.changes, { by, request });
    return;
  }
  if (asked.ask === 'update-group') {
    updateGroup(record, asked.update);
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

/** Stores an update where the keepers of the group read it. */
function updateGroup(record: RunRecord, update: GroupUpdate): void {
  const identity = toldGroup(record);
  if (identity?.kind !== 'named') throw new Error('This run is in no named group.');
  writeGroupUpdate(groupDirectory(identity), update);
}

function remove(record: RunRecord): void {
  const ids = removable([record]).map(({ id }) => id);
  for (const id of ids) removeRunDirectory(id);
  const history = openHistory(() => {});
  history.remove(ids);
  history.close();
}
