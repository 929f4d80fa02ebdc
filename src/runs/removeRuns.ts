import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isOfNewerVersion, type RunRecord } from './runRecord.ts';
import { currentKeeper } from './keeperLock.ts';
import { meantBy } from './linked/trainings.ts';
import { runFiles, runIds } from './runDirectory.ts';
import { livingTraining } from '../processes/recorded.ts';
import { writersAmong } from '../processes/proc/descriptors.ts';
import { processFacts, processLinks } from '../processes/processes.ts';
import { everyProcess } from '../processes/training.ts';
import { listRuns } from './runs.ts';
import { whyUnknown } from './unknown.ts';

/** Why the directory of a run must not be removed now, as a sentence; null when it may. */
export function whyNotRemoved(record: RunRecord): string | null {
  const { id, state } = record;
  // The id comes from a file: it must not lead anywhere else.
  if (!runIds().includes(id)) return `${id} has no directory among the runs, so nothing was removed.`;
  if (isOfNewerVersion(record)) return `${id} was written by a newer Plateau: remove it with that.`;
  const isOver = state === 'ended' || state === 'failed-to-start' || state === 'cancelled';
  if (state === 'waiting') {
    return `${id} waits for its turn, so nothing was removed: cancel it first with \`plateau stop ${id}\`.`;
  }
  const unknown = isOver ? null : whyUnknown(record);
  if (unknown !== null) return `${id} was not removed. ${unknown}`;
  if (!isOver || everyProcess(livingTraining(record)).length > 0) {
    return `${id} is still running, so nothing was removed: stop it first with \`plateau stop ${id}\`.`;
  }
  const [writer] = writersAmong(processLinks(), record.log);
  if (writer !== undefined) {
    const command = processFacts(writer.pid)?.command ?? 'which is ending';
    return `${id} was not removed, since process ${writer.pid} (${command}) has its log open for writing: end that first.`;
  }
  if (currentKeeper(runFiles(id).directory) !== null) {
    return `${id} has only just ended, and its keeper is still there: try again in a moment.`;
  }
  return null;
}

/**
 * The runs that are removed with those that a person names (`meantBy`), each once. Throws a sentence where one of them
 * must not be.
 */
export function removable(named: readonly RunRecord[]): readonly RunRecord[] {
  const { runs } = listRuns();
  const meant = new Map(named.flatMap((record) => meantBy(record, runs)).map((record) => [record.id, record]));
  for (const record of meant.values()) {
    const problem = whyNotRemoved(record);
    if (problem !== null) throw new Error(problem);
  }
  return [...meant.values()];
}

/**
 * Removes the directory of a run that is over, and returns how many bytes were in it. Throws what the system says.
 */
export function removeRunDirectory(id: string): number {
  const { directory } = runFiles(id);
  const bytes = bytesIn(directory);
  rmSync(directory, { recursive: true });
  return bytes;
}

function bytesIn(directory: string): number {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).reduce(
    (sum, name) => sum + (statSync(join(directory, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
