import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { steadyNow } from '../log/clock.ts';
import type { Following, LogHandlers } from '../log/logSource.ts';
import { createBackOff, type Reconnecting, reconnecting } from './backOff.ts';
import { callClient } from '../processes/remote/client.ts';
import { complaintOf, missing } from '../processes/remote/clientAnswer.ts';
import type { Place } from '../processes/remote/place.ts';
import { followScript, remoteStatus, sizeScript } from '../processes/remote/remoteScripts.ts';
import { sentenceFor } from './remoteWriter.ts';

/** How a connection ended. */
interface Ended {
  readonly status: number | null;
  readonly stderr: string;
  /** Whether it had reached the file. */
  readonly reached: boolean;
  readonly missing: boolean;
}

/**
 * Follows a file on another machine. After a lost connection it continues at the byte where it stopped, so nothing is
 * lost or read twice. Reports problems as they come and go; never gives up before it is closed.
 */
export function followRemote(
  place: Place,
  path: string,
  handlers: LogHandlers,
  pace: Reconnecting = reconnecting,
): Following {
  const waking = new AbortController();
  let position = 0;
  let inode = '';
  let caughtUp = false;
  let endsLine = true;
  const isClosed = (): boolean => waking.signal.aborted;

  function take(bytes: Buffer, size: number): void {
    if (isClosed()) return;
    // Bytes that were there before the connection have no known time.
    const old = Math.max(0, Math.min(bytes.length, size - position));
    if (old > 0) handlers.onBytes(bytes.subarray(0, old), null);
    if (old < bytes.length) handlers.onBytes(bytes.subarray(old), steadyNow());
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
    const { program, args } = place.call(followScript, [path, String(position), inode], false);
    const client = execa(program, args, {
      reject: false,
      buffer: false,
      encoding: 'buffer',
      stdin: 'pipe',
      cancelSignal: waking.signal,
      forceKillAfterDelay: 1000,
    });
    let stderr = '';
    let size: number | null = null;
    // The announcement and the bytes arrive on two channels, in any order.
    const early: Buffer[] = [];
    client.stderr.on('data', (piece: Buffer) => {
      stderr = `${stderr}${piece.toString()}`.slice(-10_000);
      const at = /^at (\d+) (\d+)\n/m.exec(stderr);
      if (at === null) return;
      stderr = stderr.replace(at[0], '');
      inode = at[1]!;
      size = Number(at[2]);
      if (!isClosed()) {
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
    const backOff = createBackOff(pace, waking.signal);
    while (!isClosed()) {
      const ended = await connect();
      if (isClosed()) return;
      if (ended.reached) backOff.reset();
      if (ended.status === remoteStatus.truncated || ended.status === remoteStatus.replaced) {
        startOver(ended.status === remoteStatus.truncated);
        continue;
      }
      handlers.onProblem?.(problem(place, path, ended, backOff.next()));
      await backOff.wait();
    }
  }

  /** A truncated file is the same log from its beginning; a file that replaced it continues the log. */
  function startOver(truncated: boolean): void {
    position = 0;
    inode = '';
    if (truncated) handlers.onReset?.();
    else if (!endsLine) handlers.onBytes(Buffer.from('\n'), steadyNow());
    endsLine = true;
  }

  /** Gives up after a minute: the connection may be broken. */
  async function readToEnd(): Promise<void> {
    const answer = await callClient(place.call(sizeScript, [path], false)).catch(() => null);
    const size = Number.parseInt(answer?.status === 0 ? answer.stdout : '0', 10);
    const isBehind = (): boolean => position < size && !isClosed();
    for (let tries = 0; tries < 600 && isBehind(); tries++) await sleep(100);
  }

  void run();
  return {
    close: () => {
      waking.abort();
    },
    readToEnd,
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
