import { lookEvery } from '../stopping/defaults.ts';
import { claimKeeping } from '../runs/keeperLock.ts';
import { openKeeper, type Keeper } from './keeper.ts';
import type { KeeperReport } from './keeperReport.ts';
import { stillRuns } from '../processes/proc/escaped.ts';
import { identityOf } from '../processes/processIdentity.ts';
import { runClock } from '../runs/runClock.ts';
import { isOfNewerVersion, readRecord } from '../runs/runRecord.ts';
import { lastOutput } from '../runs/runs.ts';

/**
 * Keeps a training whose keeper died. Its end can be seen from now on, but not its exit status, which only a parent is
 * told. Returns null when another process keeps it, be it one that was quicker at this moment.
 */
export async function adoptTraining(
  directory: string,
  report: (message: KeeperReport) => void,
): Promise<Keeper | null> {
  if (isOfNewerVersion(readRecord(directory))) {
    report({ record: null, problem: 'A newer Plateau wrote the record of this run, which only that may keep.' });
    return null;
  }

  const self = identityOf(process.pid);
  if (!claimKeeping(directory, self)) {
    report({ record: null, problem: null });
    return null;
  }

  const record = readRecord(directory);
  const keeper = await openKeeper(directory, record);
  const { training } = record;
  keeper.records.change({ keeper: self });
  keeper.audit({ event: 'adopted', pid: training?.pid ?? 0 });
  report({ record: keeper.records.current(), problem: null });
  if (training === null) {
    const problem = 'Its keeper died before it could start the training.';
    keeper.records.change({ state: 'failed-to-start', problem, socket: null });
    keeper.leave(problem);
  } else if (record.state === 'ended') {
    await keeper.restore();
    keeper.attendRest();
  } else if (stillRuns(record)) {
    await keeper.restore();
    const watch = setInterval(() => {
      if (stillRuns(record)) return;
      clearInterval(watch);
      void keeper.ended({ code: null, signal: null, time: runClock(record)() });
    }, lookEvery * 1000);
  } else {
    await keeper.ended({ code: null, signal: null, time: lastOutput(directory) ?? record.startedAt });
  }

  return keeper;
}
