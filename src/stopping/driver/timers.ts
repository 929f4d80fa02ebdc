import { callAt } from './callAt.ts';

/** The timers of a driver: one for the next instant, and one for each thing that is looked at again and again. */
export interface Timers {
  /** Calls back at an instant (epoch seconds on a clock), and no more at the one before; null: at none. */
  readonly at: (instant: number | null, clock: () => number, callback: () => void) => void;
  /** Calls back so many seconds after the call before has come to its end, and no more as before; null: never. */
  readonly every: (what: string, seconds: number | null, callback: () => Promise<void>) => void;
  readonly close: () => void;
}

export function createTimers(): Timers {
  const repeated = new Map<string, () => void>();
  let forgetInstant = (): void => {};
  return {
    at: (instant, clock, callback) => {
      forgetInstant();
      forgetInstant = instant === null ? () => {} : callAt(instant, clock, callback);
    },
    every: (what, seconds, callback) => {
      repeated.get(what)?.();
      repeated.set(what, seconds === null ? () => {} : repeat(seconds, callback));
    },
    close: () => {
      forgetInstant();
      for (const forget of repeated.values()) forget();
    },
  };
}

/** Returns the way to end it. */
function repeat(seconds: number, callback: () => Promise<void>): () => void {
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    timer = setTimeout(() => {
      void callback().finally(() => {
        if (!isOver) wait();
      });
    }, seconds * 1000);
  };
  wait();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
