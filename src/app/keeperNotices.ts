import { dirname } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { auditedProblems } from '../runs/audit.ts';
import type { AskedNotices, RunRecord } from '../runs/runRecord.ts';
import { webhookText } from '../notices/webhook.ts';
import { findProgram } from '../processes/findProgram.ts';
import { currentKeeper } from '../runs/keeperLock.ts';
import { warn } from './print.ts';
import type { NoticeOptions } from './options.ts';
import { usageError } from '../words/usageError.ts';
import { errorMessage } from '../words/errors.ts';

/**
 * What a keeper has to know of the notices that were asked for; null when none were. Throws a usage error when the
 * command cannot run, which nobody would see later.
 */
export function askedNotices({ command, webhooks, template, reportDirectory }: NoticeOptions): AskedNotices | null {
  if (command === null && webhooks.length === 0 && reportDirectory === null) return null;
  const cwd = process.cwd();
  try {
    if (command !== null) findProgram(command[0], cwd, process.env);
  } catch (error) {
    throw usageError(`--notify-command: ${errorMessage(error)}`, {
      cause: error,
    });
  }
  return { command, cwd, webhooks: webhooks.map(webhookText), template, reportDirectory };
}

/** Seconds that the notice of the end gets before the one who waits for the training goes on, and between two looks. */
const lastSeconds = 5;
const lookEvery = 0.05;

/**
 * Lets the keeper of a training that has ended tell so first: in a container it may end with this process. Says what
 * did not arrive; what takes longer goes on without this process.
 */
export async function awaitLastNotices({ log }: RunRecord): Promise<void> {
  const directory = dirname(log);
  const end = performance.now() + lastSeconds * 1000;
  while (currentKeeper(directory) !== null && performance.now() < end) await sleep(lookEvery * 1000);
  for (const problem of auditedProblems(directory)) warn(problem);
}
