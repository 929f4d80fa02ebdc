import { globSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkpointStates } from '../../log/formats/checkpointStates.ts';
import { mlflowRuns } from '../../log/formats/mlflow/mlflowRuns.ts';
import { mlflowDatabases } from '../../log/formats/mlflowDatabase/mlflowDatabases.ts';
import { tensorboardRuns } from '../../log/formats/tensorboard/tensorboardRuns.ts';
import { trackioProjects } from '../../log/formats/trackio/trackioProjects.ts';
import { filePatterns } from '../../trainers/index.ts';
import { figureFormats } from './figureFormats.ts';

/**
 * Returns the place of the best figures in a directory, the newest where there are several of a kind: a file, or a run
 * of a tracker. Null where there are none.
 */
export function figuresIn(directory: string): string | null {
  return firstFound(directory, [partOfFigures, ...resultFiles, ...otherFigures]);
}

/**
 * The same, with the copy of the console that W&B keeps: for a directory that somebody named, not for one that stands
 * beside a console.
 */
export function logIn(directory: string): string | null {
  return firstFound(directory, [
    partOfFigures,
    ...resultFiles,
    newestMatching(filePatterns.consoles),
    ...otherFigures,
    trackioProjects.discover,
  ]);
}

/**
 * Returns what a glob pattern means: the file that was written last, of those that it matches and of those in the
 * directories that it matches; or the newest of the figures that it matches parts of. Null when there is none.
 */
export function newestMatch(pattern: string): string | null {
  const paths = globSync(pattern).flatMap((path) =>
    statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? (logIn(path) ?? []) : [resolve(path)],
  );
  return newestPart(paths) ?? newestFile(paths);
}

/** The files of W&B in a directory, or where it makes them below, that began between two instants (epoch seconds). */
export function wandbFilesBetween(directory: string, from: number, to: number): string[] {
  const paths = globSync([...filePatterns.wandb], { cwd: directory }).map((name) =>
    realpathSync(join(directory, name)),
  );
  return [...new Set(paths)].filter((path) => {
    const began = (statSync(path, { throwIfNoEntry: false })?.birthtimeMs ?? Infinity) / 1000;
    return began >= from && began <= to;
  });
}

/** A way to find figures in a directory. */
type Finder = (directory: string) => string | null;

function firstFound(directory: string, finders: readonly Finder[]): string | null {
  for (const find of finders) {
    const found = find(directory);
    if (found !== null) return found;
  }
  return null;
}

/**
 * A directory that belongs to figures of a format means all of them: what its own folders are called may mean something
 * else elsewhere.
 */
function partOfFigures(directory: string): string | null {
  return newestPart([directory]);
}

function newestPart(paths: readonly string[]): string | null {
  for (const { newestOf } of figureFormats) {
    const newest = newestOf?.(paths) ?? null;
    if (newest !== null) return newest;
  }
  return null;
}

/** Finds the newest file of the first pattern that matches any. */
function newestMatching(patterns: readonly string[]): Finder {
  return (directory) => {
    for (const pattern of patterns) {
      const newest = newestFile(globSync(pattern, { cwd: directory }).map((name) => join(directory, name)));
      if (newest !== null) return newest;
    }
    return null;
  };
}

/** The regular file that was written last; null when there is none. */
function newestFile(paths: readonly string[]): string | null {
  const files = paths
    .map((path) => ({ path, stats: statSync(path, { throwIfNoEntry: false }) }))
    .filter(({ stats }) => stats?.isFile() === true);
  return files.toSorted((left, right) => right.stats!.mtimeMs - left.stats!.mtimeMs)[0]?.path ?? null;
}

/** What trainers write of their own, in full. */
const resultFiles: readonly Finder[] = [newestMatching(filePatterns.figures), checkpointStates.discover];
/** What a tracker writes for them: any metrics, by any name. */
const otherFigures: readonly Finder[] = [
  mlflowRuns.discover,
  mlflowDatabases.discover,
  newestMatching(filePatterns.wandb),
  tensorboardRuns.discover,
];
