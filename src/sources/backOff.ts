/** Waits that double from one try to the next, until a try succeeds. */
export interface BackOff {
  /** Seconds before the next try. */
  readonly next: () => number;
  readonly wait: () => Promise<void>;
  readonly reset: () => void;
}

export interface Reconnecting {
  /** Seconds before the first new try; twice as many before each further one, up to `most`. */
  readonly first: number;
  readonly most: number;
}

export const reconnecting: Reconnecting = { first: 1, most: 60 };

/** A wait ends at once when the signal is aborted. */
export function createBackOff({ first, most }: Reconnecting, signal: AbortSignal): BackOff {
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
      seconds = Math.min(most, seconds * 2);
    },
    reset: () => {
      seconds = first;
    },
  };
}
