import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { processFacts } from '../../../src/processes/processes.ts';
import { currentKeeper } from '../../../src/runs/keeperLock.ts';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { until } from './room.ts';

/** Kills the keeper of a run and its guard, which is there as long as something is planned, but not its shim. */
export async function killKeeping(record: RunRecord): Promise<void> {
  const keeper = currentKeeper(dirname(record.log))?.pid ?? Number.NaN;
  const children = (): number[] =>
    readFileSync(`/proc/${keeper}/task/${keeper}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  const guards = (): number[] =>
    children().filter((child) => child !== record.shim?.pid && child !== record.training?.pid);
  await until(() => guards().length > 0);
  for (const pid of [...guards(), keeper]) {
    process.kill(pid, 'SIGKILL');
    await until(() => processFacts(pid) === null);
  }
}
