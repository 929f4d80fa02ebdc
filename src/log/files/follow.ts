import type { Readable } from 'node:stream';
import { type Clock, steadyNow } from '../clock.ts';
import { createFollower } from './follower.ts';
import type { Following, LogHandlers } from '../logSource.ts';
import { openGrowingLog, openLog, UnreadableLog } from './openLog.ts';
import { createReadBuffers, readAhead } from './readAhead.ts';

export interface FollowOptions {
  /** Wait for a file that does not exist yet, instead of throwing. */
  readonly waitForFile?: boolean;
  /** Tells when what is read live was written (default: `steadyNow`). */
  readonly clock?: Clock;
  /** Seconds to wait for more after something was written (default: .05). */
  readonly gather?: number;
}

/**
 * Reads a log from its beginning and goes on as it grows, through truncation, rotation, deletion and return. When
 * nothing is written it costs two `stat` a second. Throws a full sentence when the log is missing, a directory, no
 * regular file or unreadable.
 */
export async function followFile(path: string, handlers: LogHandlers, options: FollowOptions = {}): Promise<Following> {
  const { waitForFile = false, clock = steadyNow, gather } = options;
  const log = await openGrowingLog(path).catch((error: unknown) => {
    if (waitForFile && error instanceof UnreadableLog && error.missing) return null;
    throw error;
  });
  const follower = createFollower(path, log, handlers, clock, gather);
  // What a handler throws is its owner's error, and must not be lost in here.
  void follower.run();
  return { readToEnd: follower.readToEnd, close: follower.close };
}

/**
 * Reads a stream, such as standard input, until it ends. All of it is live: what was written before cannot be
 * distinguished.
 */
export function followStream(
  stream: Readable,
  handlers: LogHandlers,
  options: Pick<FollowOptions, 'clock'> = {},
): Following {
  const { clock = steadyNow } = options;
  let closed = false;
  let caughtUp = false;
  const reachEnd = () => {
    if (!caughtUp) handlers.onCaughtUp?.();
    caughtUp = true;
  };
  const finish = () => {
    if (closed) return;
    handlers.onEnd?.();
    reachEnd();
  };
  stream.on('data', (piece: Buffer | string) => {
    if (closed) return;
    handlers.onBytes(typeof piece === 'string' ? Buffer.from(piece) : piece, clock());
    reachEnd();
  });
  stream.once('end', finish);
  stream.on('error', (error) => {
    if (!closed) handlers.onProblem?.(`The log that is piped in broke off: ${error.message}.`);
    finish();
  });
  return {
    // Nobody knows how much there is in a pipe.
    readToEnd: async () => {},
    close: () => {
      closed = true;
      // A stream that is only paused still holds the process.
      stream.destroy();
    },
  };
}

/**
 * Reads all of a file, or of a pipe until it ends. Throws a full sentence when it is missing, a directory or
 * unreadable.
 */
export async function readFileOnce(path: string, onBytes: (bytes: Buffer) => void | Promise<void>): Promise<void> {
  const { handle, stats } = await openLog(path);
  try {
    await readAhead(path, handle, stats.isFile() ? 0 : null, createReadBuffers(), async (bytes) => {
      await onBytes(bytes);
      return true;
    });
  } finally {
    await handle.close();
  }
}
