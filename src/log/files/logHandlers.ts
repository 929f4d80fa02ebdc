/** What is told of a log while it is read. The handlers are never called again once the following was closed. */
export interface LogHandlers {
  /**
   * More of the log. The bytes are overwritten when this has returned. `time` is when they were read in epoch seconds, or null for what was in the file
   * before it was first read to its end.
   */
  readonly onBytes: (bytes: Buffer, time: number | null) => void;
  /** What there is now has all been read; called once. */
  readonly onCaughtUp?: () => void;
  /** The file was cut off or written anew: what comes next is its beginning. */
  readonly onReset?: () => void;
  /** Nothing will follow the bytes so far: another file has taken this one's place and is read next, or the stream has ended. */
  readonly onEnd?: () => void;
  /** A sentence about the log itself (gone, unreadable), or null when all is well again. */
  readonly onProblem?: (sentence: string | null) => void;
}
