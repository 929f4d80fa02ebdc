import type { LogSource } from '../logSource.ts';

/** A way to keep the figures of a training that is no one file that grows: how they are found and read. */
export interface FigureFormat {
  /** Returns the figures that a path names; null where the path is not of this format. */
  readonly sourceAt: (path: string) => LogSource | null;
  /**
   * Returns the path of the newest figures in a directory, or below it where the format has its own folders; null
   * without any.
   */
  readonly newestIn: (directory: string) => string | null;
  /** Returns the path of the newest of the figures that these paths are in or parts of; null where they are of none. */
  readonly newestOf: (paths: readonly string[]) => string | null;
}
