/**
 * One line of a log, as a window into the bytes it came in: no string is made unless a reader asks for one, which is
 * what lets a gigabyte be read in seconds. The object is reused for the next line, so take what you need before you
 * return.
 */
export interface Line {
  /** The bytes that hold the line. Terminal control sequences are already gone from the window. */
  readonly bytes: Buffer;
  /** First byte of the line. */
  readonly start: number;
  /** One past the last byte of the line; the terminator is left out. */
  readonly end: number;
  /** True when the segment was ended by a carriage return: a progress bar that the next segment overwrites. */
  readonly volatile: boolean;
  /** When these bytes were read, in epoch seconds; null when the log is read after the fact. */
  readonly time: number | null;
  /** The line decoded as UTF-8, malformed bytes replaced. */
  text(): string;
}
