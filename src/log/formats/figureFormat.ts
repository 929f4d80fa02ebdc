import type { LogSource } from '../logSource.ts';

/**
 * A way to keep the figures of a training that is no one file of text that grows: a database, a directory, a server. A
 * source is a folder beside this file that exports one of these, and a row in `src/monitor/discovery/figureFormats.ts`:
 * docs/adding-a-source.md.
 *
 * A place is a path or a URL, with the run that is meant behind a `#` where there are several: `mlflow.db#night`.
 */
export interface FigureFormat {
  /** Opens the figures that a place names; null where the place is not of this format. */
  readonly follow: (place: string) => LogSource | null;
  /** What a place of this format is, for the header of a screen: a few words on one line. Null for any other place. */
  readonly describe: (place: string) => string | null;
  /** Returns the place of the newest figures in or directly below a directory; null without any. */
  readonly discover: (directory: string) => string | null;
  /**
   * Returns the place of the newest of the figures that these paths are in or parts of. Absent: a path is all of it.
   */
  readonly newestOf?: (paths: readonly string[]) => string | null;
}
