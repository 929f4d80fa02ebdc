import { setTimeout as sleep } from 'node:timers/promises';

/** Something that is looked at again and again. */
export interface Poll {
  /** Resolves after one more look, which begins when those in progress are complete. */
  readonly look: () => Promise<void>;
  /** Ends the poll; a look in progress is completed. */
  readonly close: () => void;
}

/** Calls `look` at once and then every `seconds`, never twice at the same time. */
export function startPoll(look: () => Promise<void>, seconds: number): Poll {
  const timer = new AbortController();
  let looking: Promise<void> = Promise.resolve();

  function lookNext(): Promise<void> {
    looking = looking.then(() => (timer.signal.aborted ? undefined : look()));
    return looking;
  }

  async function run(): Promise<void> {
    while (!timer.signal.aborted) {
      await lookNext();
      await sleep(seconds * 1000, undefined, { signal: timer.signal }).catch(() => {});
    }
  }

  void run();
  return { look: lookNext, close: () => timer.abort() };
}
