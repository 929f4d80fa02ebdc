import { globSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorMessage } from '../../words/errors.ts';
import { singleLine } from '../../words/harmless.ts';
import { fileSource } from '../files/fileSource.ts';
import { followFile } from '../files/follow.ts';
import { startPoll } from '../files/poll.ts';
import type { Following, LogHandlers } from '../logSource.ts';
import type { FigureFormat } from './figureFormat.ts';

/**
 * The states that Hugging Face's Trainer saves with each checkpoint, and with the whole training at its end. Each holds
 * the whole history up to it, so that the newest takes the place of the one before.
 */
export const checkpointStates: FigureFormat = {
  follow: (path) =>
    isOfCheckpoint(path)
      ? {
          path: null,
          directory: null,
          follow: async (handlers) => followStates(path, handlers),
          readOnce: fileSource(path).readOnce,
        }
      : null,
  describe: (path) => (isOfCheckpoint(path) ? singleLine(basename(dirname(dirname(path)))) : null),
  discover: newestState,
};

function isOfCheckpoint(path: string): boolean {
  return basename(path) === stateFile && basename(dirname(path)).startsWith('checkpoint-');
}

/**
 * Returns the state of the last checkpoint, as the Trainer itself finds it (transformers/trainer_utils.py,
 * `get_last_checkpoint`), or of the whole training, where that has not gone on since.
 */
function newestState(output: string): string | null {
  const stepOf = (path: string) => Number(/checkpoint-(\d+)/.exec(basename(dirname(path)))?.[1] ?? 0);
  const last = globSync(`checkpoint-*/${stateFile}`, { cwd: output })
    .map((name) => join(output, name))
    .toSorted((left, right) => stepOf(right) - stepOf(left))[0];
  const whole = statSync(join(output, stateFile), { throwIfNoEntry: false });
  if (last === undefined) return whole === undefined ? null : join(output, stateFile);
  const laterBy = (statSync(last, { throwIfNoEntry: false })?.mtimeMs ?? 0) - (whole?.mtimeMs ?? -Infinity);
  return laterBy > copyingTakes * 1000 ? last : join(output, stateFile);
}

function followStates(path: string, handlers: LogHandlers): Following {
  const output = dirname(dirname(path));
  let closed = false;
  let current: string | null = null;
  let following: Following | null = null;
  let caughtUp = false;
  const historical: LogHandlers = {
    ...handlers,
    // All of a history is written at once: it does not say when its steps were.
    onBytes: (bytes) => handlers.onBytes(bytes, null),
    onCaughtUp: () => {
      if (!caughtUp) handlers.onCaughtUp?.();
      caughtUp = true;
    },
  };

  async function look(): Promise<void> {
    const newest = newestState(output) ?? path;
    if (newest === current) return;
    following?.close();
    if (current !== null) handlers.onReset?.();
    current = newest;
    following = await followFile(newest, historical).catch((error: unknown) => {
      handlers.onProblem?.(errorMessage(error));
      return null;
    });
    if (closed) following?.close();
  }

  const poll = startPoll(look, pollSeconds);
  return {
    readToEnd: async () => {
      await poll.look();
      await following?.readToEnd();
    },
    close: () => {
      closed = true;
      poll.close();
      following?.close();
    },
  };
}

const stateFile = 'trainer_state.json';
/** Seconds within which the files of a directory may be written when it is copied: their order says nothing then. */
const copyingTakes = 2;
const pollSeconds = 1;
