import { closeSync, openSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasKeptNotices } from '../notices/keptNotices.ts';
import { isHere } from '../processes/recorded.ts';
import { currentKeeper } from '../runs/keeperLock.ts';
import { filesIn } from '../runs/runDirectory.ts';
import { isOfNewerVersion, readRecord, type RunRecord } from '../runs/runRecord.ts';
import { currentRecord, withProblems } from '../runs/runs.ts';
import { triesAgain } from '../runs/unkept.ts';
import { whyUnknown } from '../runs/unknown.ts';
import { errorMessage } from '../words/errors.ts';
import { reviveEvery } from './defaults.ts';
import { needsKeeper } from './needsKeeper.ts';
import { awaitsRetry } from '../runs/queue/describeAttempt.ts';
import { keeperProgram, sendKeeper, startKeeper } from './startKeeper.ts';

/**
 * Starts a keeper for a run of this machine and boot that waits for its turn, or whose planned stop or notices wait for
 * one, since its keeper and its guard were killed. Returns the record as it is then, with the reason as its problem
 * where none could be started; the same record where nothing waits. Never throws.
 */
export async function reviveKeeper(record: RunRecord, program: string = keeperProgram()): Promise<RunRecord> {
  try {
    if (!waitsForKeeper(record)) return record;
    const directory = dirname(record.log);
    const { problem } = await startKeeper(directory, program, null);
    if (problem !== null) throw new Error(problem);
    return currentRecord(directory);
  } catch (error) {
    return withProblems(record, [errorMessage(error)]);
  }
}

/**
 * Does the same for those of some runs for which nobody did within the last minute (`reviveEvery`), and does not wait
 * for what comes of it: for lists and status lines. Never throws.
 */
export async function reviveKeepers(records: readonly RunRecord[], program: string = keeperProgram()): Promise<void> {
  for (const record of records) {
    try {
      if (waitsForKeeper(record) && isTimeToTry(record)) await sendKeeper(dirname(record.log), program);
    } catch {
      // Whoever asks for the state of the run is told that it waits, and why.
    }
  }
}

function waitsForKeeper(record: RunRecord): boolean {
  const directory = dirname(record.log);
  const isAsked =
    record.state === 'waiting' ||
    awaitsRetry(record) ||
    (record.armed ?? null) !== null ||
    (record.notices ?? null) !== null;
  if (!isAsked && !hasKeptNotices(directory)) return false;
  if (isOfNewerVersion(record) || !isHere(record) || whyUnknown(record) !== null) return false;
  if (currentKeeper(directory) !== null || triesAgain(directory)) return false;
  // A training that ended without a keeper is one whose end nobody was told.
  const written = readRecord(directory);
  return needsKeeper(directory, written) || written.state === 'running';
}

/** Notes the time of this try. Where that cannot be written, as on a full disk, there is none. */
function isTimeToTry({ log }: RunRecord): boolean {
  const { revived } = filesIn(dirname(log));
  const last = statSync(revived, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  // The machine's clock may have been set back since.
  if (Math.abs(Date.now() - last) < reviveEvery * 1000) return false;
  closeSync(openSync(revived, 'a', 0o600));
  utimesSync(revived, new Date(), new Date());
  return true;
}
