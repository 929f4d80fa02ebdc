import { dirname } from 'node:path';
import { openNoticeStore } from '../notices/keptNotices.ts';
import { openSenders } from '../notices/openSenders.ts';
import { createOutbox, type Outbox } from '../notices/outbox.ts';
import { parseWebhook } from '../notices/webhook.ts';
import { ownCommand } from '../processes/programs/ownProgram.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { errorMessage } from '../words/errors.ts';

/**
 * Opens the way to whom a run's keeper is asked to tell, and sends what an earlier keeper left on it. Null where nobody
 * asked to be told, or where nobody can be: `complain` hears why, as a sentence. One at a time for each run.
 */
export async function openOutbox(record: RunRecord, complain: (problem: string) => void): Promise<Outbox | null> {
  const { id, name, notices = null } = record;
  if (notices === null) return null;
  try {
    const { reportDirectory = null, template = null } = notices;
    const senders = await openSenders({
      ...notices,
      webhooks: notices.webhooks.map(parseWebhook),
      template,
      report:
        reportDirectory === null ? null : { run: id, directory: reportDirectory, plateau: ownCommand(import.meta.url) },
    });
    return createOutbox(senders, { id, title: name }, openNoticeStore(dirname(record.log)));
  } catch (error) {
    complain(errorMessage(error));
    return null;
  }
}
