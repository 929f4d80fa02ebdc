import type { LogHandlers } from '../log/logSource.ts';

/** Tells when a source of bytes has ended. */
export interface End {
  /** The same handlers, listened to on the way. */
  readonly hearing: (handlers: LogHandlers) => LogHandlers;
  readonly isOver: () => boolean;
  /** Resolves at the end. */
  readonly ended: Promise<void>;
}

export function untilEnd(): End {
  const { promise, resolve } = Promise.withResolvers<void>();
  let over = false;
  return {
    hearing: (handlers) => ({
      ...handlers,
      onEnd: () => {
        handlers.onEnd?.();
        over = true;
        resolve();
      },
    }),
    isOver: () => over,
    ended: promise,
  };
}
