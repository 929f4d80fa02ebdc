import type { Stats } from 'node:fs';
import { createChanges } from './changes.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogHandlers } from '../logSource.ts';
import { openGrowingLog, type OpenLog, statLog, UnreadableLog } from './openLog.ts';
import { createReadBuffers, readAhead } from './readAhead.ts';
import { sizeOf } from './sizeOf.ts';

/** The part of following a file that goes on in the background: `followFile` says what it does. */
export interface Follower {
  /** Resolves after `close`; rejects with what a handler threw. */
  readonly run: () => Promise<void>;
  /** Resolves when all that is in the file at this moment has been read, or cannot be. */
  readonly readToEnd: () => Promise<void>;
  readonly close: () => void;
}

/** Follows the log that is open; waits for one when it is null. */
export function createFollower(
  path: string,
  opened: OpenLog | null,
  handlers: LogHandlers,
  clock: () => number,
  gather?: number,
): Follower {
  const buffers = createReadBuffers();
  const changes = createChanges(gather);
  let log = opened === null ? null : followed(opened);
  // What will be in a file that does not exist yet is all live.
  let live = opened === null;
  let closed = false;
  let problem: string | null = null;

  async function run(): Promise<void> {
    try {
      if (log === null) {
        tell(`The log ${path} does not exist yet; waiting for it.`);
        handlers.onCaughtUp?.();
      } else {
        changes.watch(path);
        await attempt(readOn(log));
        reachEnd();
      }
      for (;;) {
        await changes.next();
        if (closed) return;
        await attempt(look());
      }
    } finally {
      close();
      await log?.handle.close();
    }
  }

  /** A log that cannot be read now may be readable at the next look. */
  async function attempt(reading: Promise<void>): Promise<void> {
    try {
      await reading;
    } catch (error) {
      if (!(error instanceof UnreadableLog)) throw error;
      tell(error.message);
    }
  }

  async function look(): Promise<void> {
    const there = await statLog(path);
    if (there !== null && (log === null || !isSameFile(there, log.stats))) await moveOn();
    if (log === null || closed) return;
    // A file that was deleted can still be written to by whoever holds it open.
    const stats = there !== null && isSameFile(there, log.stats) ? there : await log.handle.stat();
    if (stats.size !== log.position || stats.mtimeMs !== log.stats.mtimeMs) {
      log.stats = stats;
      await readOn(log);
    }
    reachEnd();
    tell(there === null ? `The log ${path} is gone; waiting for it to come back.` : null);
  }

  /** Another file is at the path now: what the old one still holds is read first. */
  async function moveOn(): Promise<void> {
    const old = log;
    const next = followed(await openGrowingLog(path));
    log = next;
    changes.watch(path);
    if (old !== null) {
      await attempt(readOn(old));
      await old.handle.close();
      if (!closed) handlers.onEnd?.();
    }
    if (!closed) await readOn(next);
  }

  async function readOn(from: FollowedLog): Promise<void> {
    const { mark } = from;
    let intact = mark.length === 0;
    await readAhead(path, from.handle, from.position - mark.length, buffers, (bytes) => {
      if (closed) return false;
      const fresh = intact ? bytes : afterMark(bytes, mark);
      if (fresh === null) return false;
      intact = true;
      from.position += fresh.length;
      from.mark = Buffer.from(bytes.subarray(-maxMarkLength));
      if (fresh.length > 0) handlers.onBytes(fresh, live ? clock() : null);
      return !closed;
    });
    if (intact || closed) return;
    from.position = 0;
    from.mark = nothing;
    handlers.onReset?.();
    await readOn(from);
  }

  function reachEnd(): void {
    if (live || closed) return;
    live = true;
    handlers.onCaughtUp?.();
  }

  function tell(sentence: string | null): void {
    if (closed || sentence === problem) return;
    problem = sentence;
    handlers.onProblem?.(sentence);
  }

  async function readToEnd(): Promise<void> {
    while (!closed && problem === null && (log?.position ?? 0) < (await sizeOf(path))) await sleep(pollEvery * 1000);
  }

  function close(): void {
    closed = true;
    changes.close();
  }

  return { run, readToEnd, close };
}

interface FollowedLog {
  readonly handle: OpenLog['handle'];
  /** As it was when it was last looked at. */
  stats: Stats;
  position: number;
  /**
   * The last bytes before the position. When they are no longer there, the file was rewritten, even if it is longer
   * than before.
   */
  mark: Buffer;
}

function followed({ handle, stats }: OpenLog): FollowedLog {
  return { handle, stats, position: 0, mark: nothing };
}

/** The bytes behind the mark, or null when they do not begin with it. */
function afterMark(bytes: Buffer, mark: Buffer): Buffer | null {
  return bytes.subarray(0, mark.length).equals(mark) ? bytes.subarray(mark.length) : null;
}

function isSameFile(left: Stats, right: Stats): boolean {
  return left.ino === right.ino && left.dev === right.dev;
}

const maxMarkLength = 64;
/** Seconds between two looks at how far the reading is. */
const pollEvery = 0.02;
const nothing = Buffer.alloc(0);
