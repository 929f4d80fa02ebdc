import { setTimeout as sleep } from 'node:timers/promises';
import { createStatusWriter } from '../history/keepStatus.ts';
import { lookOn } from '../notices/lookOn.ts';
import { createNoticing, type NoticingOptions } from '../notices/noticing.ts';
import { openSenders } from '../notices/openSenders.ts';
import { createOutbox, type Outbox } from '../notices/outbox.ts';
import { parseWebhook } from '../notices/webhook.ts';
import { circumstancesOf } from '../monitor/circumstances.ts';
import { openMonitor } from '../monitor/openMonitor.ts';
import type { ArmedStop, LadderState, TrainingExit } from '../stopping/control.ts';
import type { AskedNotices, RunRecord } from '../runs/runRecord.ts';
import { keptSource } from './keptSource.ts';
import { lastReading } from './defaults.ts';
import type { RecordStore } from './recordStore.ts';
import { errorMessage } from '../words/errors.ts';

/** Reads a training for its status, and for those who asked to be told of it. */
export interface Messenger {
  readonly lookSoon: () => void;
  /**
   * Reads the log of a training that has ended to its end, tells that, and gives what is on its way so many seconds.
   */
  readonly finish: (seconds: number) => Promise<void>;
  /** Stops reading, and drops what is on its way. */
  readonly close: () => void;
}

/** What a keeper tells of its training. */
export interface MessengerNeeds {
  readonly records: RecordStore;
  readonly sent: () => LadderState['sent'];
  readonly exit: () => TrainingExit | null;
  readonly armed: () => ArmedStop | null;
}

/**
 * Follows the log of a training as any view does, keeps `status.json` and `times.jsonl` up to date, and gives notice of
 * what changes to those who asked. `complain` hears, a sentence each, what did not arrive.
 * Throws a sentence when the log cannot be read or an address is none.
 */
export async function openMessenger(
  asked: AskedNotices | null,
  isNew: boolean,
  { records, exit, sent, armed }: MessengerNeeds,
  complain: (problem: string) => void,
): Promise<Messenger> {
  const record = records.current();
  const circumstances = circumstancesOf(
    record,
    {},
    {
      process: () => ({ alive: exit() === null, exit: exit(), pauses: records.current().pauses ?? [] }),
    },
  );
  const monitor = await openMonitor(keptSource(record, isNew), circumstances, { keepsTail: false });
  const control: NoticingOptions['control'] = {
    exit,
    ladder: () => ({ sent: sent(), allowed: [], nextAt: null, note: null }),
    armed,
  };
  const outbox = asked === null ? null : await openOutbox(asked, record);
  const noticing = createNoticing({
    monitor,
    control,
    title: record.name,
    record,
    exit: null,
    write: null,
    outbox,
    environment: {},
  });
  const keepStatus = createStatusWriter(records.current, monitor);
  const look = (isLast = false): void => {
    const now = Date.now() / 1000;
    try {
      if (outbox !== null) noticing.look(now);
      keepStatus(now, isLast);
    } catch (error) {
      // Nothing that is thought of a log may end its keeper.
      complain(errorMessage(error));
    }
  };
  const looking = lookOn(monitor, () => look());

  return {
    lookSoon: looking.lookSoon,
    finish: async (seconds) => {
      // What it had started may go on writing.
      await Promise.race([monitor.readToEnd(), sleep(lastReading * 1000, undefined, { ref: false })]);
      looking.stop();
      look(true);
      for (const problem of await noticing.close(seconds)) {
        complain(problem);
      }
    },
    close: () => {
      looking.stop();
      monitor.close();
      void outbox?.close(0);
    },
  };
}

async function openOutbox(asked: AskedNotices, { id, name }: RunRecord): Promise<Outbox> {
  return createOutbox(await openSenders({ ...asked, webhooks: asked.webhooks.map(parseWebhook) }), { id, title: name });
}
