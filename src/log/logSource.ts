/** Where a log comes from: a file, a pipe, a directory of figures, another machine. Every reader of logs reads one. */
export interface LogSource {
  /** The file on this machine that is read; null where there is none. */
  readonly path: string | null;
  /** The file that has the settings of the training, where the log is only a part of it: a notebook. */
  readonly settings?: string;
  /** Where relative paths in the log start; null where they are paths of another machine. */
  readonly directory: string | null;
  /** How many logs of earlier parts of the same training come before it; absent: none. */
  readonly earlier?: number;
  /** Reads the log from its beginning, and goes on as it grows. Rejects with a sentence when it cannot be opened. */
  readonly follow: (handlers: LogHandlers) => Promise<Following>;
  /**
   * Reads what there is now, once, and waits for each piece to be taken. Rejects with a sentence when it cannot be
   * read. Null for what can only be followed.
   */
  readonly readOnce: ((take: TakePiece, onJoin?: OnJoin) => Promise<void>) | null;
}

/** Takes a piece of a log, whose buffer is overwritten afterwards, with the time at which it was written. */
export type TakePiece = (bytes: Buffer, time: number | null) => void | Promise<void>;

/**
 * Hears that what was read so far is the log of an earlier part of the same training, which went on after `at` (null
 * where that is not known) with the log that comes next.
 */
export type OnJoin = (at: number | null) => void;

/** Hears of a log that is read. Never called again once the following was closed. */
export interface LogHandlers {
  /**
   * More of the log: bytes, or records as lines of JSON. The buffer is overwritten when this has returned. `time` is
   * when they were written, in epoch seconds; null when that is not known.
   */
  readonly onBytes: (bytes: Buffer, time: number | null) => void;
  /** All that was there at the beginning has been read. Called once. */
  readonly onCaughtUp?: () => void;
  /** What comes next is the log itself: see `OnJoin`. Called again for each of several earlier logs. */
  readonly onJoin?: OnJoin;
  /** The log was truncated or written anew: what comes next is its beginning. */
  readonly onReset?: () => void;
  /** The bytes so far are complete: the stream has ended, or the log was rotated and its next file follows. */
  readonly onEnd?: () => void;
  /** A sentence about the log itself (gone, unreadable), or null when it can be read again. */
  readonly onProblem?: (sentence: string | null) => void;
}

/** A log that is being read as it grows. Keeps the process alive until it is closed. */
export interface Following {
  /** Resolves when all that is in the log at this moment has been read, or cannot be. */
  readonly readToEnd: () => Promise<void>;
  readonly close: () => void;
}
