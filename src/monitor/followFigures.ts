import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { followFile, readFileOnce } from '../log/files/follow.ts';
import { fileSource } from '../log/files/fileSource.ts';
import type { Following, LogHandlers, LogSource } from '../log/logSource.ts';
import { followMlflow, readMlflowOnce } from '../log/formats/mlflow/follow.ts';
import { mlflowMetricsAt } from '../log/formats/mlflow/store.ts';
import { newestStateIn, stateFile } from './sideFile.ts';
import { errorMessage } from '../words/errors.ts';

/**
 * Follows what `sideFileIn` finds: a file, or figures that are scattered over several. Throws a full sentence when a file is missing or unreadable.
 */
export async function followFigures(path: string, handlers: LogHandlers): Promise<Following> {
  return areScattered(path) ? followScattered(path, handlers) : followFile(path, handlers);
}

/** A log file on this machine, or the figures that a trainer keeps in its place. */
export function figuresSource(path: string): LogSource {
  if (!areScattered(path)) return fileSource(path);
  return {
    path: null,
    directory: null,
    follow: async (handlers) => followScattered(path, handlers),
    readOnce: async (onBytes) => readFiguresOnce(path, (bytes) => onBytes(bytes, null)),
  };
}

/** Whether these figures are in no one file that grows: the metrics of an MLflow run, or the states that Hugging Face's Trainer leaves with its checkpoints. */
function areScattered(path: string): boolean {
  return isCheckpointState(path) || mlflowMetricsAt(path) !== null;
}

/** Follows scattered figures, as long as there are any; what cannot be read is said as a problem. */
function followScattered(path: string, handlers: LogHandlers): Following {
  const metrics = mlflowMetricsAt(path);
  return metrics === null ? followStates(path, handlers) : followMlflow(metrics, handlers);
}

/** Reads figures once, to their end. Throws a full sentence when they are missing or unreadable. */
export async function readFiguresOnce(path: string, onBytes: (bytes: Buffer) => void): Promise<void> {
  const metrics = mlflowMetricsAt(path);
  if (metrics === null) await readFileOnce(path, onBytes);
  else await readMlflowOnce(metrics, onBytes);
}

function isCheckpointState(path: string): boolean {
  return basename(path) === stateFile && basename(dirname(path)).startsWith('checkpoint-');
}

/** Every checkpoint has a state with the whole history up to it: the newest takes the place of the one before. */
function followStates(path: string, handlers: LogHandlers): Following {
  const output = dirname(dirname(path));
  const timer = new AbortController();
  let now: string | null = null;
  let following: Following | null = null;
  let looking: Promise<void> = Promise.resolve();
  let caughtUp = false;
  const historical: LogHandlers = {
    ...handlers,
    // All of a history is written at once: when its steps were, it does not say.
    onBytes: (bytes) => handlers.onBytes(bytes, null),
    onCaughtUp: () => {
      if (!caughtUp) handlers.onCaughtUp?.();
      caughtUp = true;
    },
  };

  async function look(): Promise<void> {
    const next = newestStateIn(output) ?? path;
    if (next === now || timer.signal.aborted) return;
    following?.close();
    if (now !== null) handlers.onReset?.();
    now = next;
    following = await followFile(next, historical).catch((error: unknown) => {
      handlers.onProblem?.(errorMessage(error));
      return null;
    });
    if (timer.signal.aborted) following?.close();
  }

  /** One look at a time: a checkpoint is to be begun once. */
  function lookNext(): Promise<void> {
    looking = looking.then(look);
    return looking;
  }

  async function run(): Promise<void> {
    while (!timer.signal.aborted) {
      await lookNext();
      await sleep(lookEvery * 1000, undefined, { signal: timer.signal }).catch(() => {});
    }
  }

  void run();
  return {
    close: () => {
      timer.abort();
      following?.close();
    },
    readToEnd: async () => {
      await lookNext();
      await following?.readToEnd();
    },
  };
}

/** Seconds between two looks for a newer checkpoint. */
const lookEvery = 1;
