import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditEvent } from '../runs/audit.ts';
import type { LogReading } from '../stopping/driver/logFeed.ts';
import { errorMessage } from '../words/errors.ts';
import { lastNotices, lastReading, rewriteEvery } from './defaults.ts';
import type { OpenedTraining, TrainingNeeds } from './openTraining.ts';

/**
 * The one reading of a training that its keeper has: it serves a planned stop, the notices and `status.json`. Whatever
 * becomes of it, the training and its keeping go on.
 */
export interface KeeperMonitor extends LogReading {
  /** Paths of the checkpoints that the log has named, as they stand there. */
  readonly checkpoints: () => readonly string[];
  /** A signal was sent, a planned stop went on, or the like. */
  readonly changed: () => void;
  /** The training has ended: reads its log to the end, tells who asked to be told, and then calls `onDone`. */
  readonly ended: () => void;
  /** False while the notice of the end is on its way. */
  readonly isDone: () => boolean;
  /** The keeper goes. */
  readonly close: () => void;
}

/** What it needs of its keeper. */
export interface KeeperMonitorNeeds extends TrainingNeeds {
  readonly audit: (event: AuditEvent) => void;
  readonly onDone: () => void;
}

/**
 * Begins to read a training as soon as it has started, unless it is over already. What reads logs takes a moment to
 * load and to begin, for which no training waits. A log that cannot be read now is tried again.
 */
export function createKeeperMonitor(needs: KeeperMonitorNeeds): KeeperMonitor {
  const { records, audit } = needs;
  const isNew = records.current().state === 'starting';
  let training: OpenedTraining | null = null;
  let isClosed = false;
  let isEnding = false;
  const problems = new Set<string>();
  const complain = (event: 'unread' | 'untold', problem: string): void => {
    if (!problems.has(problem)) audit({ event, problem });
    problems.add(problem);
  };

  const open = async (): Promise<void> => {
    while (!isClosed && records.current().state === 'starting') await sleep(startPoll, undefined, { ref: false });
    while (!isClosed && training === null && records.current().state !== 'failed-to-start') {
      try {
        const { openTraining } = await import('./openTraining.ts');
        training = await openTraining(isNew, needs, (problem) => complain('untold', problem));
        needs.onRead();
      } catch (error) {
        complain('unread', errorMessage(error));
        await sleep(rewriteEvery * 1000, undefined, { ref: false });
      }
    }
    if (isClosed) training?.close();
  };
  const opened = needs.exit() === null ? open() : null;

  const finish = async (): Promise<void> => {
    await within(lastReading, opened ?? Promise.resolve());
    // A program that no signal ends must not hold the keeper either.
    if (training !== null) await within(lastNotices + 2 * lastReading, training.finish(lastNotices));
  };

  return {
    habits: () => training?.habits() ?? null,
    verdict: (now, preset) => training?.verdict(now, preset) ?? null,
    checkpoints: () => training?.checkpoints() ?? [],
    changed: () => training?.lookSoon(),
    ended: () => {
      if (opened === null) return;
      isEnding = true;
      finish()
        .catch((error: unknown) => complain('untold', errorMessage(error)))
        .finally(() => {
          isEnding = false;
          needs.onDone();
        });
    },
    isDone: () => !isEnding,
    close: () => {
      isClosed = true;
      training?.close();
    },
  };
}

/** Milliseconds between two looks at whether the training has started. */
const startPoll = 20;

async function within(seconds: number, work: Promise<void>): Promise<void> {
  const limit = new AbortController();
  await Promise.race([work, sleep(seconds * 1000, undefined, { ref: false, signal: limit.signal }).catch(() => {})]);
  limit.abort();
}
