import { circumstancesOf } from '../monitor/circumstances.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { runSource } from '../runs/runSource.ts';
import type { History, Known } from './history.ts';
import { logFingerprint, isSameLog } from './logFingerprint.ts';
import { readDetails, detailsWithoutLog } from './readDetails.ts';
import type { RunDetails } from './runDetails.ts';

/**
 * All that is known of one training: from the history where the log is the same as then, else read anew and remembered.
 */
export async function recallDetails(record: RunRecord, history: History): Promise<RunDetails> {
  return ifFresh(record, history.details(record.id)) ?? (await readAndRemember(record, history));
}

/**
 * Reads the log of a training and remembers what it says, unless it is told to leave off. A missing log reads as an
 * empty one: the record alone still tells something. Never throws.
 */
export async function readAndRemember(record: RunRecord, history: History, signal?: AbortSignal): Promise<RunDetails> {
  // Taken before the reading: what is written meanwhile makes it differ the next time.
  const fingerprint = logFingerprint(record);
  const circumstances = circumstancesOf(record);
  try {
    const details = await readDetails(runSource(record), circumstances, signal);
    history.put(record, details, fingerprint);
    return details;
  } catch {
    return detailsWithoutLog(circumstances);
  }
}

/** What was remembered of a training; null when its log has gone on since, or is read otherwise now. */
export function ifFresh<What>(record: RunRecord, known: Known<What> | null | undefined): What | null {
  return known !== null && known !== undefined && isSameLog(known.fingerprint, logFingerprint(record))
    ? known.what
    : null;
}
