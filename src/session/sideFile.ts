import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The files in which trainers keep their figures beside the log, the finest first: one is enough, as they all hold the same. Patterns are
 * relative to the directory that the trainer writes to (trainers.md 9).
 */
const patterns = [
  'results.csv',
  'vis_data/scalars.json',
  '*/vis_data/scalars.json',
  'metrics.json',
  '*.log.json',
  'log.txt',
  'metrics.csv',
  'version_*/metrics.csv',
  'results.txt',
  'summary.csv',
  'events.out.tfevents.*',
  '*/events.out.tfevents.*',
];

/** The best file of figures in a directory, the newest where there are several of a kind; null where there is none. */
export function sideFileIn(directory: string): string | null {
  for (const pattern of patterns) {
    const newest = newestOf(globSync(pattern, { cwd: directory }).map((name) => join(directory, name)));
    if (newest !== null) return newest;
  }
  return null;
}

/** The regular file that was written last; null when there is none. */
export function newestOf(paths: readonly string[]): string | null {
  const files = paths
    .map((path) => ({ path, stats: statSync(path, { throwIfNoEntry: false }) }))
    .filter(({ stats }) => stats?.isFile() === true);
  return files.toSorted((left, right) => right.stats!.mtimeMs - left.stats!.mtimeMs)[0]?.path ?? null;
}
