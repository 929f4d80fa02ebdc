import { dirname } from 'node:path';
import process from 'node:process';
import { openHistory } from '../history/history.ts';
import { createStatusKeeper } from '../history/statusFile.ts';
import { storyOfRun } from '../history/stories.ts';
import type { RunRecord } from '../keeper/control.ts';
import { currentRecord } from '../keeper/runs.ts';
import { createNoticing } from '../notices/noticing.ts';
import { createOutbox } from '../notices/outbox.ts';
import type { Send } from '../notices/sender.ts';
import { webhookSender } from '../notices/webhook.ts';
import { complain } from './complain.ts';
import type { NoticeOptions } from './noticeFlags.ts';
import type { Viewed } from './view.ts';

/** Milliseconds between two looks while lines come, and while none does: a verdict may change without one (stalled). */
const lookEvery = 1000;
const lookAtSilenceEvery = 5000;

/**
 * What goes on beside any view of a training: notices, `status.json`, and the history once it is over. Returns the way to end it, which has one last
 * look. Nothing of it disturbs the view.
 */
export async function startBystanders(
  viewed: Viewed,
  notices: NoticeOptions,
  write: ((bytes: string) => void) | null,
): Promise<() => Promise<void>> {
  const { session, control, title, record } = viewed;
  const senders = await sendersFor(notices);
  const outbox = senders.length === 0 ? null : createOutbox(senders, { id: record?.id ?? null, title });
  const noticing = createNoticing({ ...viewed, write, outbox, environment: process.env });
  const keepStatus = record === null ? null : createStatusKeeper(record, session);
  let pending: NodeJS.Timeout | null = null;
  const look = () => {
    pending = null;
    const now = Date.now() / 1000;
    noticing.look(now);
    keepStatus?.(now);
  };
  let looked = false;
  const lookSoon = () => {
    // What changes later is told by what was so at first.
    if (!looked && session.caughtUp()) {
      looked = true;
      look();
    } else pending ??= setTimeout(look, lookEvery).unref();
  };
  const stops = [session.subscribe(lookSoon), control?.subscribe(lookSoon)];
  const timer = setInterval(look, lookAtSilenceEvery).unref();
  lookSoon();
  return async () => {
    for (const stop of stops) stop?.();
    clearInterval(timer);
    if (pending !== null) clearTimeout(pending);
    look();
    const problems = await noticing.close();
    if (record !== null) await remember(record);
    for (const problem of problems) complain(problem);
  };
}

/** A program that runs others is loaded only where one is to be run. */
async function sendersFor({ command, webhooks }: NoticeOptions): Promise<Send[]> {
  const senders = webhooks.map((webhook) => webhookSender(webhook));
  if (command === null) return senders;
  const { commandSender } = await import('../notices/command.ts');
  return [commandSender(command), ...senders];
}

/** What is remembered of a training that goes on would be old with its next line: whoever lists it reads it then. */
async function remember({ log }: RunRecord): Promise<void> {
  try {
    const record = currentRecord(dirname(log));
    if (record.state !== 'ended') return;
    const history = openHistory(complain);
    await storyOfRun(record, history);
    history.close();
  } catch {
    // Its record is gone or damaged: then there is nothing to remember.
  }
}
