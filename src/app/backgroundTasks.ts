import { dirname } from 'node:path';
import process from 'node:process';
import { openHistory } from '../history/history.ts';
import { createStatusWriter } from '../history/keepStatus.ts';
import { recallDetails } from '../history/recallDetails.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { currentKeeper } from '../runs/keeperLock.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { currentRecord } from '../runs/runs.ts';
import { pollMonitor } from '../notices/pollMonitor.ts';
import { createNotifier } from '../notices/notifier.ts';
import { openSenders } from '../notices/openSenders.ts';
import { createOutbox } from '../notices/outbox.ts';
import { usableFeatures } from '../ui/terminal/capabilities/capabilities.ts';
import { warn } from './print.ts';
import type { NoticeOptions, ViewOptions } from './options.ts';
import type { Viewed } from './viewed.ts';

/** Seconds that notices on their way get when the view closes. */
const lastSeconds = 5;

/**
 * Starts what goes on beside any view of a training: notices, and what is remembered once it is over. Returns the way
 * to end it, which has one last look. Nothing of it disturbs the view.
 */
export async function startBackgroundTasks(
  viewed: Viewed,
  { notices, without }: Pick<ViewOptions, 'without'> & { readonly notices: NoticeOptions },
  write: ((bytes: string) => void) | null,
): Promise<() => Promise<void>> {
  const { monitor, control, title, record } = viewed;
  const senders = await openSenders({ ...notices, cwd: process.cwd(), report: null });
  const outbox = senders.length === 0 ? null : createOutbox(senders, { id: record?.id ?? null, title });
  const showsProgress = usableFeatures(process.env, without).has('progress');
  const notifier = createNotifier({ ...viewed, write, outbox, environment: process.env, showsProgress });
  const look = () => notifier.look(monitor.now());
  const looking = pollMonitor(monitor, look);
  const unsubscribe = control?.subscribe(looking.lookSoon);
  return async () => {
    unsubscribe?.();
    looking.stop();
    look();
    const problems = await notifier.close(lastSeconds);
    if (record !== null) await remember(record, monitor);
    for (const problem of problems) warn(problem);
  };
}

/** What is remembered of a training that goes on would be old with its next line: its keeper says how it does. */
async function remember({ log }: RunRecord, monitor: Monitor): Promise<void> {
  try {
    const record = currentRecord(dirname(log));
    if (record.state !== 'ended') return;
    if (currentKeeper(dirname(log)) === null) createStatusWriter(() => record, monitor)(monitor.now(), true);
    const history = openHistory(warn);
    await recallDetails(record, history);
    history.close();
  } catch {
    // Its record is gone or damaged: then there is nothing to remember.
  }
}
