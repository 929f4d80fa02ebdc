import type { Notice } from './notice.ts';

/** The training that a notice is of. */
export interface Noticed {
  /** Null for a log without a run. */
  readonly id: string | null;
  readonly title: string;
}

/** Sends a notice. Resolves when it was delivered; rejects with a sentence when it will not be. */
export type Send = (notice: Notice, of: Noticed, signal: AbortSignal) => Promise<void>;

/** Why an attempt to send a notice failed, as a clause. */
export interface Problem {
  readonly text: string;
  /** Whether a further attempt is useless. */
  readonly isFinal: boolean;
}
