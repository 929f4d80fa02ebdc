import { execa } from 'execa';
import type { Following } from '../intake/follow.ts';
import type { LogHandlers } from '../intake/logHandlers.ts';
import { complaintOf, missing } from './client.ts';
import type { Place } from './place.ts';
import { followScript, remoteStatus } from './remoteScripts.ts';
import { sentenceFor } from './remoteWriter.ts';

export interface Reconnecting {
  /** Seconds before the first new try; twice as many before each further one, up to `most`. */
  readonly first: number;
  readonly most: number;
}

export const reconnecting: Reconnecting = { first: 1, most: 60 };

/** How one connection ended. */
interface Ended {
  readonly status: number | null;
  readonly stderr: string;
  /** It had reached the file. */
  readonly reached: boolean;
  readonly missing: boolean;
}

/**
 * Follows a file on another machine, through connections that break: each new one goes on at the very byte where the last one stopped, so that nothing is
 * lost or doubled. Problems are told as they come and go; it never gives up before it is closed.
 */
export function followRemote(
  place: Place,
  path: string,
  handlers: LogHandlers,
  { first, most }: Reconnecting = reconnecting,
): Following {
  const waking = new AbortController();
  let position = 0;
  let inode = '';
  let caughtUp = false;
  let endsLine = true;
  let closed = false;

  function take(bytes: Buffer, size: number): void {
    if (closed) return;
    // What was there when the connection was made has been written at an unknown time.
    const old = Math.max(0, Math.min(bytes.length, size - position));
    if (old > 0) handlers.onBytes(bytes.subarray(0, old), null);
    if (old < bytes.length) handlers.onBytes(bytes.subarray(old), Date.now() / 1000);
    position += bytes.length;
    endsLine = bytes.at(-1) === 0x0a;
    reach(size);
  }

  function reach(size: number): void {
    if (caughtUp || position < size) return;
    caughtUp = true;
    handlers.onCaughtUp?.();
  }

  async function connect(): Promise<Ended> {
    const { program, words } = place.call(followScript, [path, String(position), inode], false);
    const client = execa(program, words, {
      reject: false,
      buffer: false,
      encoding: 'buffer',
      stdin: 'pipe',
      cancelSignal: waking.signal,
      forceKillAfterDelay: 1000,
    });
    let stderr = '';
    let size: number | null = null;
    // The announcement and the bytes come through two channels, in any order.
    const early: Buffer[] = [];
    client.stderr.on('data', (piece: Buffer) => {
      stderr = `${stderr}${piece.toString()}`.slice(-10_000);
      const at = /^at (\d+) (\d+)\n/m.exec(stderr);
      if (at === null) return;
      stderr = stderr.replace(at[0], '');
      inode = at[1]!;
      size = Number(at[2]);
      if (!closed) {
        handlers.onProblem?.(null);
        reach(size);
      }
      for (const bytes of early.splice(0)) take(bytes, size);
    });
    client.stdout.on('data', (bytes: Buffer) => {
      if (size === null) early.push(Buffer.from(bytes));
      else take(bytes, size);
    });
    const result = await client;
    for (const bytes of early) take(bytes, position + bytes.length);
    return { status: result.exitCode ?? null, stderr, reached: size !== null, missing: result.code === 'ENOENT' };
  }

  async function run(): Promise<void> {
    let wait = first;
    while (!closed) {
      const ended = await connect();
      if (closed) return;
      if (ended.reached) wait = first;
      if (ended.status === remoteStatus.truncated || ended.status === remoteStatus.replaced) {
        startOver(ended.status === remoteStatus.truncated);
        continue;
      }
      handlers.onProblem?.(problem(place, path, ended, wait));
      await pause(wait, waking.signal);
      wait = Math.min(most, wait * 2);
    }
  }

  /** A file that was cut off is the same log from its beginning; one that took its place goes on where it ended. */
  function startOver(truncated: boolean): void {
    position = 0;
    inode = '';
    if (truncated) handlers.onReset?.();
    else if (!endsLine) handlers.onBytes(Buffer.from('\n'), Date.now() / 1000);
    endsLine = true;
  }

  void run();
  return {
    close: () => {
      closed = true;
      waking.abort();
    },
  };
}

function problem(place: Place, path: string, ended: Ended, wait: number): string {
  const next = `trying again in ${wait} s`;
  if (ended.missing) return missing(place.call('', [], false).program);
  const file = sentenceFor(place, path, ended.status);
  if (file !== null) return `${file.split('; ')[0]}; ${next}.`;
  const what = ended.reached ? 'broke' : 'could not be made';
  return `The connection to ${place.name} ${what} (${complaintOf(ended)}); ${next}.`;
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
