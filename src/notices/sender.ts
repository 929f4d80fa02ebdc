import type { Notice } from './notice.ts';

/** The training that a notice is of. */
export interface Noticed {
  /** Null for a log without a run. */
  readonly id: string | null;
  readonly title: string;
}

/** Sends a notice. Resolves when it was delivered; rejects with a sentence when it will not be. */
export type Send = (notice: Notice, of: Noticed, signal: AbortSignal) => Promise<void>;
