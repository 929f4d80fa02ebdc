import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimKeeping } from '../runs/keeperLock.ts';
import { filesIn } from '../runs/runDirectory.ts';
import { openKeeper, type Keeper } from './keeper.ts';
import type { KeeperReport } from './keeperReport.ts';
import { stillRuns } from '../processes/proc/escaped.ts';
import { identityOf } from '../processes/processIdentity.ts';
import { openAudit } from '../runs/audit.ts';
import { hasStart } from '../runs/queue/startFile.ts';
import { isOfNewerVersion, neverStarted, readRecord, type RunRecord } from '../runs/runRecord.ts';
import { unseenExit } from '../runs/runs.ts';
import { shimExit } from '../runs/shimFiles.ts';
import { shimPatience } from './defaults.ts';
import { keepTurn, tellNeverStarted } from './queue/keepTurn.ts';
import type { Waiting } from './queue/keepWaiting.ts';
import { livingShim } from '../processes/recorded.ts';
import { unseenEnd } from './trainer/unseenEnd.ts';

/**
 * Keeps a training whose keeper died. How it ends is what its shim writes; without one the end can be seen, but not the
 * exit status, which only a parent is told. A training that waits for its turn is started when that comes; `hold` is
 * told of the waiting. Of one that never starts it only tells that, where somebody asked. Returns null when another
 * process keeps it, be it one that was quicker at this moment, or when there is nothing to keep.
 */
export async function adoptTraining(
  directory: string,
  report: (message: KeeperReport) => void,
  hold: (waiting: Waiting) => void,
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

  rmSync(filesIn(directory).unkept, { force: true });
  const record = await settledRecord(directory);
  if (neverStarted(record)) {
    report({ record, problem: null });
    await tellNeverStarted(directory, openAudit(directory));
    return null;
  }
  if (record.training === null && hasStart(directory)) return keepTurn(directory, record, report, hold);
  const keeper = await openKeeper(directory, record);
  const { training } = record;
  const isFound = record.state === 'starting' && training !== null;
  keeper.records.change({ keeper: self, training, ...(isFound ? { state: 'running' } : {}) });
  keeper.audit({ event: 'adopted', pid: training?.pid ?? 0 });
  report({ record: keeper.records.current(), problem: null });
  if (training === null) {
    const problem = 'Its keeper died before it could start the training.';
    keeper.records.change({ state: 'failed-to-start', problem, socket: null });
    keeper.leave(problem);
  } else if (record.state === 'ended') {
    await keeper.restore();
    keeper.attendRest();
  } else if (stillRuns(record) || livingShim(record) !== null) {
    await keeper.restore();
    void unseenEnd(record).then(keeper.ended);
  } else {
    await keeper.ended(shimExit(directory) ?? unseenExit(record));
  }

  return keeper;
}

/** A keeper that was killed just as it started a training may have done so: its shim says so in a moment. */
async function settledRecord(directory: string): Promise<RunRecord> {
  const limit = performance.now() + shimPatience * 1000;
  for (;;) {
    const record = readRecord(directory);
    const isUnsettled = record.state === 'starting' && record.training === null && hasStart(directory);
    if (!isUnsettled || performance.now() > limit) return record;
    await sleep(20);
  }
}
