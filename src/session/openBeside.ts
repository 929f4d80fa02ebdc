import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { followFile, type Following } from '../intake/follow.ts';
import type { Run } from '../run/run.ts';
import { takeBeside } from './beside.ts';
import { createReading } from './reading.ts';
import { sideFileIn } from './sideFile.ts';
import { sizeOf } from './sizeOf.ts';

/** A file of figures beside a log, followed into the same run. */
export interface Beside {
  readonly close: () => void;
  /** Resolves when all that is in the file at this moment has been read. */
  readonly readToEnd: () => Promise<void>;
}

/**
 * Follows the file of figures in the directory that the trainer announced, as soon as there is one. Null until the run knows a directory.
 * A file that cannot be read is done without: the log itself tells nearly as much.
 */
export function openBeside(run: Run, base: string, changed: () => void): Beside | null {
  if (run.output === null) return null;
  const directory = resolve(base, run.output);
  let closed = false;
  let bytesRead = 0;
  let path: string | null = null;
  let following: Following | null = null;

  async function begin(): Promise<void> {
    while (!closed && path === null) {
      path = sideFileIn(directory);
      if (path === null) await sleep(lookEvery * 1000, undefined, { ref: false });
    }
    if (closed || path === null) return;
    let reading = createReading({ into: { run, take: takeBeside(run) } });
    following = await followFile(path, {
      onBytes: (bytes, time) => {
        bytesRead += bytes.length;
        reading.push(bytes, time);
        changed();
      },
      onReset: () => {
        bytesRead = 0;
        reading = createReading({ into: { run, take: takeBeside(run) } });
      },
    });
    if (closed) following.close();
  }

  void begin().catch(() => {
    closed = true;
  });
  return {
    close() {
      closed = true;
      following?.close();
    },
    async readToEnd() {
      path ??= sideFileIn(directory);
      const behind = async () => !closed && path !== null && bytesRead < (await sizeOf(path));
      while (await behind()) await sleep(20);
    },
  };
}

/** Seconds between two looks for a file that is not there yet: trainers make it at the end of their first epoch. */
const lookEvery = 2;
