import { setTimeout as sleep } from 'node:timers/promises';

/** Something that is looked at again and again. */
export interface Poll {
  /** Resolves after one more look, which begins when those under way are over. */
  readonly look: () => Promise<void>;
  /** Ends the poll; a look that is under way goes on to its end. */
  readonly close: () => void;
}

/** Calls `look` now and then every so many seconds, never twice at the same time. */
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
