/** Waits that double with each attempt until one succeeds. */
export interface BackOff {
  /** Seconds before the next attempt. */
  readonly next: () => number;
  readonly wait: () => Promise<void>;
  readonly reset: () => void;
}

export interface Reconnecting {
  /** Seconds before the first attempt; doubled before each further one, up to `max`. */
  readonly first: number;
  readonly max: number;
}

export const reconnecting: Reconnecting = { first: 1, max: 60 };

/** A wait ends when the signal is aborted. */
export function createBackOff({ first, max }: Reconnecting, signal: AbortSignal): BackOff {
  let seconds = first;
  return {
    next: () => seconds,
    wait: async () => {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, seconds * 1000);
        signal.addEventListener('abort', done);
        if (signal.aborted) done();
      });
      seconds = Math.min(max, seconds * 2);
    },
    reset: () => {
      seconds = first;
    },
  };
}
