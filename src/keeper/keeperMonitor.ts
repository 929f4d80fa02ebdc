import { setTimeout as sleep } from 'node:timers/promises';
import type { LogReading } from '../stopping/driver/logFeed.ts';
import { errorCode, errorMessage } from '../words/errors.ts';
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
  /** Why the log cannot be read, so that nothing can be done that depends on it, as a clause; null while it can. */
  readonly problem: () => string | null;
  /** False while the notice of the end is on its way. */
  readonly isDone: () => boolean;
  /** The keeper goes. */
  readonly close: () => void;
}

/** What it needs of its keeper. */
export interface KeeperMonitorNeeds extends TrainingNeeds {
  readonly onDone: () => void;
}

/**
 * Begins to read a training as soon as it has started, unless it is over already and nobody is to be told. What reads
 * logs takes a moment to load and to begin, for which no training waits. A log that cannot be read now is tried again.
 */
export function createKeeperMonitor(needs: KeeperMonitorNeeds): KeeperMonitor {
  const { records, audit } = needs;
  const isNew = records.current().state === 'starting';
  let training: OpenedTraining | null = null;
  let isClosed = false;
  let isEnding = false;
  let unread: string | null = null;
  const problems = new Set<string>();
  const complain = (event: 'unread' | 'untold', problem: string): void => {
    if (!problems.has(problem)) audit({ event, problem });
    problems.add(problem);
  };

  /** Whoever asks for the state of the training reads the record. */
  const tell = (reason: string | null): void => {
    if (reason === unread) return;
    unread = reason;
    records.change({ problem: reason === null ? null : `Its keeper cannot follow it: ${reason}.` });
  };

  const open = async (): Promise<void> => {
    while (!isClosed && records.current().state === 'starting') await sleep(startPoll, undefined, { ref: false });
    while (!isClosed && training === null && records.current().state !== 'failed-to-start') {
      try {
        const { openTraining } = await import('./openTraining.ts');
        training = await openTraining(isNew, needs, (problem) => complain('untold', problem));
        tell(null);
        needs.onRead();
      } catch (error) {
        tell(whyUnread(error));
        complain('unread', errorMessage(error));
        await sleep(rewriteEvery * 1000, undefined, { ref: false });
      }
    }
    if (isClosed) training?.close();
  };
  const opened = needs.exit() === null || (records.current().notices ?? null) !== null ? open() : null;

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
    problem: () => unread,
    isDone: () => !isEnding,
    close: () => {
      isClosed = true;
      training?.close();
    },
  };
}

/** Milliseconds between two looks at whether the training has started. */
const startPoll = 20;

/** A bundle is replaced as a whole: what this process has not loaded of it is gone. */
function whyUnread(error: unknown): string {
  return errorCode(error) === 'ERR_MODULE_NOT_FOUND'
    ? `this Plateau was replaced or removed while it started; \`kill ${process.pid}\` lets a new keeper take over`
    : errorMessage(error).replace(/\.$/, '');
}

async function within(seconds: number, work: Promise<void>): Promise<void> {
  const limit = new AbortController();
  await Promise.race([work, sleep(seconds * 1000, undefined, { ref: false, signal: limit.signal }).catch(() => {})]);
  limit.abort();
}
