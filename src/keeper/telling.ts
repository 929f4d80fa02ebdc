import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditEvent } from '../runs/audit.ts';
import { lastNotices, lastReading, rewriteEvery } from './defaults.ts';
import type { Messenger, MessengerNeeds } from './messenger.ts';
import { errorMessage } from '../words/errors.ts';

/** What a keeper reads and tells of its training. Whatever becomes of that, the training and a planned stop go on. */
export interface Telling {
  /** A signal was sent, a planned stop went on, or the like. */
  readonly changed: () => void;
  /** The training has ended: tells that too, and then calls `onDone`. */
  readonly ended: () => void;
  /** False while the notice of the end is on its way. */
  readonly isDone: () => boolean;
  /** The keeper goes. */
  readonly close: () => void;
}

/** What it needs of its keeper. */
export interface TellingNeeds extends MessengerNeeds {
  readonly audit: (event: AuditEvent) => void;
  readonly onDone: () => void;
}

/**
 * Begins to read the training as soon as it has started, unless it is over already: keeps its status and times, and
 * tells who asked to be told. A log that cannot be read now is tried again.
 */
export function createTelling(needs: TellingNeeds): Telling {
  const asked = needs.records.current().notices ?? null;
  const isNew = needs.records.current().state === 'starting';
  if (needs.exit() !== null) {
    return { changed: () => {}, ended: () => {}, isDone: () => true, close: () => {} };
  }

  let messenger: Messenger | null = null;
  let isClosed = false;
  let isTelling = false;
  const problems = new Set<string>();
  const complain = (problem: string): void => {
    if (!problems.has(problem)) {
      needs.audit({ event: asked === null ? 'unread' : 'untold', problem });
    }

    problems.add(problem);
  };

  const open = async (): Promise<void> => {
    // What reads logs takes a moment to load, for which no training has to wait.
    while (!isClosed && needs.records.current().state === 'starting') await sleep(startPoll, undefined, { ref: false });
    while (!isClosed && messenger === null && needs.records.current().state !== 'failed-to-start') {
      try {
        const { openMessenger } = await import('./messenger.ts');
        messenger = await openMessenger(asked, isNew, needs, complain);
      } catch (error) {
        complain(errorMessage(error));
        await sleep(rewriteEvery * 1000, undefined, { ref: false });
      }
    }

    if (isClosed) {
      messenger?.close();
    }
  };
  const opened = open();

  const tellEnd = async (): Promise<void> => {
    await within(lastReading, opened);
    if (messenger !== null) {
      // A program that no signal ends must not hold the keeper either.
      await within(lastNotices + 2 * lastReading, messenger.finish(lastNotices));
    }
  };

  return {
    changed: () => {
      messenger?.lookSoon();
    },
    ended: () => {
      isTelling = true;
      tellEnd()
        .catch((error: unknown) => {
          complain(errorMessage(error));
        })
        .finally(() => {
          isTelling = false;
          needs.onDone();
        });
    },
    isDone: () => !isTelling,
    close: () => {
      isClosed = true;
      messenger?.close();
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
