import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { openAudit } from '../runs/audit.ts';
import { checkedDescription, type Description, describedAs } from '../runs/description.ts';
import { currentKeeper } from '../runs/keeperLock.ts';
import { meantBy } from '../runs/linked/trainings.ts';
import { isOfNewerVersion, readRecord, type RunRecord, writeRecord } from '../runs/runRecord.ts';
import { listRuns } from '../runs/runs.ts';
import { whyUnknown } from '../runs/unknown.ts';
import { errorMessage, systemErrorMessage } from '../words/errors.ts';
import { reachKeeper } from './socket/reachKeeper.ts';
import { keeperProgram } from './startKeeper.ts';

/** What asks, for the audit log, and the identity of the request, by which each keeper carries it out only once. */
interface Asked {
  readonly by: string;
  readonly request?: string;
}

/**
 * Writes what a person says of a run into its record and, where it stands for a training that took several, into those
 * of the others (`meantBy`). Throws as `describeRun`, after whatever could be written was.
 */
export async function describeTraining(record: RunRecord, description: Description, asked: Asked): Promise<void> {
  const problems: string[] = [];
  for (const each of meantBy(record, listRuns().runs)) {
    await describeRun(each, description, asked).catch((error: unknown) => problems.push(errorMessage(error)));
  }
  if (problems.length > 0) throw new Error(problems.join(' '));
}

/**
 * Writes into the record of a run what a person says of it: its keeper does that while it lives, since the record is
 * its own. Throws a sentence when it cannot be written.
 */
export async function describeRun(
  record: RunRecord,
  description: Description,
  { by, request = randomUUID() }: Asked,
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
