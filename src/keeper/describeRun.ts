import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { openAudit } from '../runs/audit.ts';
import { checkedDescription, type Description, describedAs } from '../runs/description.ts';
import { currentKeeper } from '../runs/keeperLock.ts';
import { isOfNewerVersion, readRecord, type RunRecord, writeRecord } from '../runs/runRecord.ts';
import { whyUnknown } from '../runs/unknown.ts';
import { systemErrorMessage } from '../words/errors.ts';
import { reachKeeper } from './socket/reachKeeper.ts';
import { keeperProgram } from './startKeeper.ts';

/**
 * Writes into the record of a run what a person says of it: its keeper does that while it lives, since the record is
 * its own. Throws a sentence when it cannot be written.
 */
export async function describeRun(
  record: RunRecord,
  description: Description,
  { by, request = randomUUID() }: { readonly by: string; readonly request?: string },
): Promise<void> {
  const changes = checkedDescription(description);
  const directory = dirname(record.log);
  if (isOfNewerVersion(record)) throw new Error(`${record.id} was written by a newer Plateau: change it with that.`);
  const unknown = record.state === 'ended' ? null : whyUnknown(record);
  if (unknown !== null) throw new Error(`${record.id} was not changed. ${unknown}`);
  if (currentKeeper(directory) === null) writeHere(directory, changes, by);
  // One that has come meanwhile may have read the record before.
  if (currentKeeper(directory) === null) return;
  const keeper = await reachKeeper(directory, keeperProgram(), { onStatus: () => {}, onLost: () => {} });
  if (keeper === null) {
    writeHere(directory, changes, by);
    return;
  }
  try {
    const answer = await keeper.ask({ request, ask: 'describe', by, changes });
    if (answer === null) writeHere(directory, changes, by);
    else if (answer.problem !== null) throw new Error(answer.problem);
  } finally {
    keeper.close();
  }
}

function writeHere(directory: string, changes: Description, by: string): void {
  try {
    writeRecord(directory, { ...readRecord(directory), ...describedAs(changes) });
  } catch (error) {
    throw new Error(`The record in ${directory} could not be written: ${systemErrorMessage(error)}.`, { cause: error });
  }
  openAudit(directory)({ event: 'described', by, changes });
}
