import type { Notice } from './notice.ts';

/** The training that a notice is of. */
export interface Noticed {
  /** Null for a log that was not started here. */
  readonly id: string | null;
  readonly title: string;
}

/** Sends a notice somewhere else. Resolves when it has arrived; rejects with a sentence when it will not. */
export type Send = (notice: Notice, of: Noticed, signal: AbortSignal) => Promise<void>;
