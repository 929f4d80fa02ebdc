import { identityOf } from '../../processes/processIdentity.ts';
import { putOnce } from '../../notices/notifier.ts';
import { attemptNotice, neverStartedNotice } from '../../notices/recordNotices.ts';
import type { Notice } from '../../notices/notice.ts';
import { type AuditEvent, openAudit } from '../../runs/audit.ts';
import { readStart, removeStart } from '../../runs/queue/startFile.ts';
import { readRecord, type RunRecord } from '../../runs/runRecord.ts';
import { errorMessage } from '../../words/errors.ts';
import { lastNotices } from '../defaults.ts';
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
  const telling = tell(record, attemptNotice(record), audit);
  const isDue = await waiting.isDue;
  // The training does not wait for that for long: its own keeping goes on with what is on its way.
  await (await telling).close(firstNotices);
  // This keeper was sent away, and its guard starts another one.
  if (!isDue && records.current().state === 'waiting') return null;
  const keeper = isDue ? await begin(directory, waiting) : null;
  if (keeper === null || !awaitsRetry(keeper.records.current())) removeStart(directory);
  guard(false);
  if (keeper === null) await tellNeverStarted(directory, audit);
  return keeper;
}

/** Tells those who asked to be told that a run never starts, and waits until they know. The caller holds the lock. */
export async function tellNeverStarted(directory: string, audit: (event: AuditEvent) => void): Promise<void> {
  const record = readRecord(directory);
  const { close } = await tell(record, neverStartedNotice(record), audit);
  for (const problem of await close(lastNotices)) audit({ event: 'untold', problem });
}

/** Seconds for which a start is held up at most by what is told of it. */
const firstNotices = 1;

/** Tells those who asked to be told of a run; `close`: as that of an outbox. */
async function tell(
  record: RunRecord,
  notice: Notice | null,
  audit: (event: AuditEvent) => void,
): Promise<{ readonly close: (seconds: number) => Promise<readonly string[]> }> {
  if (notice === null || (record.notices ?? null) === null) return { close: async () => [] };
  // What sends notices takes a moment to load, for which nothing waits.
  const { openOutbox } = await import('../openOutbox.ts');
  const outbox = await openOutbox(record, (problem) => audit({ event: 'untold', problem }));
  if (outbox === null) return { close: async () => [] };
  putOnce(outbox, notice, record);
  return outbox;
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
