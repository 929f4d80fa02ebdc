import type { RunRecord } from '../keeper/control.ts';
import { createRun, type Run } from '../run/run.ts';
import { readLog } from '../session/readLog.ts';

/** What the log of a started training says up to now. A missing log reads as an empty one: the record alone still tells something. */
export async function readRun(record: RunRecord): Promise<Run> {
  try {
    return (await readLog(record.log, { trainer: null, started: record })).run;
  } catch {
    return createRun();
  }
}
