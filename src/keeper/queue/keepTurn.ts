import { identityOf } from '../../processes/processIdentity.ts';
import { openAudit } from '../../runs/audit.ts';
import { readStart, removeStart } from '../../runs/queue/startFile.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { errorMessage } from '../../words/errors.ts';
import type { Keeper } from '../keeper.ts';
import { createGuarding } from '../keeperGuard.ts';
import type { KeeperReport } from '../keeperReport.ts';
import { awaitsRetry } from '../../runs/queue/describeAttempt.ts';
import { beginTraining } from '../startTraining.ts';
import { keepWaiting, type Waiting } from './keepWaiting.ts';

/**
 * Keeps a run that waits for its turn, and starts its training when that comes. Another keeper does the same whenever
 * this one is killed. The caller holds the lock. Returns null when it never starts, or this keeper is sent away.
 */
export async function keepTurn(
  directory: string,
  record: RunRecord,
  report: (message: KeeperReport) => void,
  hold: (waiting: Waiting) => void,
): Promise<Keeper | null> {
  const audit = openAudit(directory);
  const guard = createGuarding(directory, audit);
  guard(true);
  const waiting = await keepWaiting(directory, record, audit);
  const { records } = waiting;
  records.change({ state: 'waiting', keeper: identityOf(process.pid) });
  audit({ event: 'waits', after: record.after ?? null });
  report({ record: records.current(), problem: null });
  hold(waiting);
  const isDue = await waiting.isDue;
  // This keeper was sent away, and its guard starts another one.
  if (!isDue && records.current().state === 'waiting') return null;
  const keeper = isDue ? await begin(directory, waiting) : null;
  if (keeper === null || !awaitsRetry(keeper.records.current())) removeStart(directory);
  guard(false);
  return keeper;
}

async function begin(directory: string, { records }: Waiting): Promise<Keeper | null> {
  records.change({ state: 'starting', problem: null });
  try {
    const start = readStart(directory);
    records.close();
    return await beginTraining(directory, records.current(), start, () => {});
  } catch (error) {
    records.change({ state: 'failed-to-start', problem: errorMessage(error), socket: null });
    return null;
  }
}
