import { globSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mlflowRunsOf, startOf } from '../log/formats/mlflow/store.ts';
import type { Run } from '../run/run.ts';
import { takeBeside } from './beside.ts';
import type { Following } from '../log/logSource.ts';
import { followFigures } from './followFigures.ts';
import { createReading } from './reading.ts';
import { outputOf, sideFileIn } from './sideFile.ts';

/** A file of figures beside a log, followed into the same run. */
export interface Beside {
  readonly close: () => void;
  /** Resolves when all that is in the file at this moment has been read. */
  readonly readToEnd: () => Promise<void>;
}

export interface BesideOptions {
  /** Where relative paths in the log start from: the training's working directory. */
  readonly base: string;
  /** The log itself; null when it is no file. */
  readonly log: string | null;
  readonly changed: () => void;
}

/**
 * Follows the figures in the directory that the trainer announced, as soon as there are some, or those of the MLflow run that it announced; where it
 * announces neither, those of the MLflow run that began in the working directory while the log was written. Null until the run has begun. A file that cannot be read is done without: the log itself tells
 * nearly as much.
 */
export function openBeside(run: Run, options: BesideOptions): Beside | null {
  if (directoryOf(run) === null && (run.iterations ?? run.epochs) === null) return null;
  let closed = false;
  let following: Following | null = null;

  async function begin(): Promise<void> {
    let path = figuresOf(run, options);
    while (!closed && path === null) {
      await sleep(lookEvery * 1000, undefined, { ref: false });
      path = figuresOf(run, options);
    }
    if (closed || path === null) return;
    let reading = createReading({ into: { run, take: takeBeside(run) } });
    following = await followFigures(path, {
      onBytes: (bytes, time) => {
        reading.push(bytes, time);
        options.changed();
      },
      onReset: () => {
        reading = createReading({ into: { run, take: takeBeside(run) } });
      },
    });
    if (closed) following.close();
  }

  const beginning = begin().catch(() => {
    closed = true;
  });
  return {
    close() {
      closed = true;
      following?.close();
    },
    async readToEnd() {
      if (following === null && figuresOf(run, options) === null) return;
      await beginning;
      if (!closed) await following?.readToEnd();
    },
  };
}

function figuresOf(run: Run, { base, log }: BesideOptions): string | null {
  const directory = directoryOf(run);
  const found = directory === null ? null : sideFileIn(resolve(base, directory));
  if (found !== null) return found;
  // A table of results is written at the end of the first epoch, and has the same and more.
  if (run.mlflow !== null) return run.evaluations.length === 0 ? null : mlflowRunNamed(run.mlflow, base);
  return directory !== null || log === null ? null : mlflowRunDuring(log, base);
}

function directoryOf(run: Run): string | null {
  return run.output ?? outputOf(run.checkpoints.at(-1)?.path ?? '');
}

function mlflowRunNamed({ store, run }: NonNullable<Run['mlflow']>, base: string): string | null {
  return globSync(`*/${run}`, { cwd: resolve(base, store) }).map((found) => resolve(base, store, found))[0] ?? null;
}

/** The MLflow run that began while the log was written; null when none did, or when more than one did: nobody knows then which is the log's. */
function mlflowRunDuring(log: string, base: string): string | null {
  const stats = statSync(log, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  const during = mlflowRunsOf(base).filter((run) => {
    const start = startOf(run);
    return (
      start !== null &&
      start * 1000 >= stats.birthtimeMs - tolerance * 1000 &&
      start * 1000 <= stats.mtimeMs + tolerance * 1000
    );
  });
  return during.length === 1 ? during[0]! : null;
}

/** Seconds between two looks for a file that is not there yet: trainers make it at the end of their first epoch. */
const lookEvery = 2;
/** Seconds by which the times of files may be off. */
const tolerance = 2;
