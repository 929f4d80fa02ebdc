import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { reviveKeepers } from '../../keeper/reviveKeeper.ts';
import { awaitsRetry } from '../../runs/queue/describeAttempt.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { currentRecord, openRun } from '../../runs/runs.ts';

/**
 * The run that was started in the place of one that has ended; null for none. Waits until that is decided, which takes
 * a moment. Throws as `currentRecord`.
 */
export async function nextAttempt(ended: RunRecord): Promise<RunRecord | null> {
  for (;;) {
    const record = currentRecord(dirname(ended.log));
    if (!awaitsRetry(record)) return record.retry?.run ? openRun(record.retry.run) : null;
    await reviveKeepers([record]);
    await sleep(decisionLookEvery);
  }
}

/** Milliseconds. */
const decisionLookEvery = 200;
