import { hasKeptNotices } from '../notices/keptNotices.ts';
import { escapedFrom } from '../processes/proc/escaped.ts';
import { isHere, livingShim, livingTraining } from '../processes/recorded.ts';
import { everyProcess } from '../processes/training.ts';
import { awaitsRetry } from '../runs/queue/describeAttempt.ts';
import type { RunRecord } from '../runs/runRecord.ts';

/**
 * Whether a keeper of this training would have something to do: it waits for its turn, it may have to be started again,
 * something of it lives, how it ended has yet to be recorded by its shim, or notices are on their way.
 */
export function needsKeeper(directory: string, record: RunRecord): boolean {
  return (
    hasTurnToCome(record) ||
    mayStartAgain(record) ||
    isAlive(record) ||
    livingShim(record) !== null ||
    hasKeptNotices(directory)
  );
}

/** What waited on an earlier boot waits no more: whoever started it may not want it after that. */
function hasTurnToCome(record: RunRecord): boolean {
  return record.state === 'waiting' && isHere(record);
}

function mayStartAgain(record: RunRecord): boolean {
  return record.state === 'ended' && awaitsRetry(record) && isHere(record);
}

function isAlive(record: RunRecord): boolean {
  return everyProcess(livingTraining(record)).length > 0 || escapedFrom(record).length > 0;
}
