import { hostname } from 'node:os';
import process from 'node:process';
import type { RunRecord } from '../runs/runRecord.ts';
import { startTimeFromProc } from '../processes/proc/procFiles.ts';
import { runFiles, runIds } from '../runs/runDirectory.ts';
import { readRecord } from '../runs/runRecord.ts';

/** Records that are looked into for one that runs. */
const mostLooked = 50;

/**
 * The run that is meant, as `openRun` finds it, but with no more than a look at what is needed: the newest that runs, or else the newest, for null.
 * Null when there is none, or more than one that could be meant.
 */
export function quickRecord(wanted: string | null): RunRecord | null {
  // Ids begin with the time, so that they sort by age.
  const ids = runIds().toSorted().toReversed();
  if (wanted === null) return newest(ids.slice(0, mostLooked));
  if (ids.includes(wanted)) return recordOf(wanted);
  for (const id of ids) {
    const record = recordOf(id);
    if (record?.name === wanted) return record;
  }
  const [match, ...others] = ids.filter((id) => wanted !== '' && id.startsWith(wanted));
  return match === undefined || others.length > 0 ? null : recordOf(match);
}

function newest(ids: readonly string[]): RunRecord | null {
  let first: RunRecord | null = null;
  for (const id of ids) {
    const record = recordOf(id);
    if (record?.state === 'running') return record;
    first ??= record;
  }
  return first;
}

/** Null when it cannot be read. A training whose process is gone has ended, even if no keeper was there to write that down. */
function recordOf(id: string): RunRecord | null {
  try {
    const record = readRecord(runFiles(id).directory);
    const { state, training, machine } = record;
    const isHere = machine === undefined || machine.host === hostname();
    // Without /proc nothing is known of it that costs less than asking `ps`.
    const startTime =
      isHere && training !== null && startTimeFromProc(process.pid) !== null
        ? startTimeFromProc(training.pid)
        : undefined;
    const isGone = startTime !== undefined && (startTime === null || startTime !== training?.startTime);
    return state === 'running' && isGone ? { ...record, state: 'ended' } : record;
  } catch {
    return null;
  }
}
