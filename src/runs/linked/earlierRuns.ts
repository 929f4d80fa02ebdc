import { pausedSeconds } from '../../stopping/pauses.ts';
import { isOfNewerVersion, neverStarted, readRecord, type RunRecord } from '../runRecord.ts';
import { runFiles } from '../runDirectory.ts';
import { runBefore } from './trainings.ts';

/** A run that another one went on from. */
export interface EarlierRun {
  readonly record: RunRecord;
  /** The epoch or iteration after which it was gone on from; null where that is not known. */
  readonly at: number | null;
}

/**
 * The runs that a run is the rest of, the oldest first: one training in several runs. One that was removed ends the
 * row, as does one that a newer version wrote.
 */
export function earlierRuns({ continues }: Pick<RunRecord, 'continues'>): readonly EarlierRun[] {
  const earlier: EarlierRun[] = [];
  const seen = new Set<string>();
  for (let from = continues ?? null; from !== null && !seen.has(from.run) && earlier.length < maxRuns;) {
    seen.add(from.run);
    const record = recordOf(from.run);
    if (record === null) break;
    earlier.unshift({ record, at: from.at });
    from = record.continues ?? null;
  }
  return earlier;
}

/** A training that is requeued every hour for a month. */
const maxRuns = 1000;

function recordOf(id: string): RunRecord | null {
  // It names a directory beside this one, and nothing else.
  if (/[\\/]/.test(id)) return null;
  try {
    const record = readRecord(runFiles(id).directory);
    return isOfNewerVersion(record) ? null : record;
  } catch {
    return null;
  }
}

/**
 * The run that is meant where somebody names one that never started: the last one before it in its training that did;
 * the run itself where there is none.
 */
export function lastStarted(record: RunRecord): RunRecord {
  let last: RunRecord | null = record;
  for (let steps = 0; last !== null && neverStarted(last) && steps < maxRuns; steps += 1) {
    const before = runBefore(last);
    last = before === null ? null : recordOf(before);
  }
  return last === null || neverStarted(last) ? record : last;
}

/** Seconds for which the earlier runs of a training went, pauses left out. */
export function secondsBefore(record: Pick<RunRecord, 'continues'>): number {
  return earlierRuns(record).reduce((sum, { record: { startedAt, exit, pauses = [] } }) => {
    const end = exit?.time ?? startedAt;
    return sum + Math.max(0, end - startedAt - pausedSeconds(pauses, end));
  }, 0);
}
