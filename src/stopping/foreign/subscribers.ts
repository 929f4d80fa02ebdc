/** Those who want to hear of a change. */
export interface Subscribers {
  readonly subscribe: (listener: () => void) => () => void;
  readonly tell: () => void;
}

export function createSubscribers(): Subscribers {
  const listeners = new Set<() => void>();
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: () => {
      for (const listener of listeners) listener();
    },
  };
}
