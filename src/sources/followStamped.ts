import { execa } from 'execa';
import { steadyNow } from '../log/clock.ts';
import type { Following, LogHandlers } from '../log/logSource.ts';
import { createBackOff, type Reconnecting, reconnecting } from './backOff.ts';
import { type ClientCall } from '../processes/remote/client.ts';
import { complaintOf, missing } from '../processes/remote/clientAnswer.ts';
import { createStampedLines, type StampedLine } from './stampedLines.ts';

/** The log of a container, printed by its client with a time before each line. */
export interface StampedLog {
  /** `container trainer`. */
  readonly name: string;
  /** Whether the client prints the standard error of the container on its own standard error. */
  readonly tellsErrorsApart: boolean;
  /** The call that prints the log with times, from an instant on where one is given, and follows it or not. */
  readonly call: (options: { readonly since: string | null; readonly follow: boolean }) => ClientCall;
  /** Whether the container has ended. */
  readonly isOver: () => Promise<boolean>;
}

/**
 * Follows the log of a container. Standard output and standard error are split into lines separately, so no line is
 * torn. A lost connection is resumed from the last line.
 */
export function followStamped(log: StampedLog, handlers: LogHandlers, pace: Reconnecting = reconnecting): Following {
  const ending = new AbortController();
  const out = createStampedLines();
  const err = createStampedLines();
  const isClosed = (): boolean => ending.signal.aborted;

  const give = (lines: readonly StampedLine[], old: boolean): void => {
    if (isClosed()) return;
    for (const { bytes, time } of lines) handlers.onBytes(bytes, old ? null : (time ?? steadyNow()));
  };

  async function read(follow: boolean): Promise<{ status: number | null; stderr: string; missing: boolean }> {
    const { program, args } = log.call({
      since: log.tellsErrorsApart ? earliest(out.newest(), err.newest()) : out.newest(),
      follow,
    });
    out.reconnect();
    err.reconnect();
    const client = execa(program, args, {
      reject: false,
      buffer: false,
      encoding: 'buffer',
      stdin: 'ignore',
      cancelSignal: ending.signal,
      forceKillAfterDelay: 1000,
    });
    let stderr = '';
    client.stdout.on('data', (piece: Buffer) => give(out.push(piece), !follow));
    client.stderr.on('data', (piece: Buffer) => {
      const lines = err.push(piece);
      give(
        lines.filter(({ time }) => time !== null),
        !follow,
      );
      // A line without a time is an error of the client.
      for (const { bytes, time } of lines) if (time === null) stderr = `${stderr}${bytes.toString()}`.slice(-10_000);
    });
    const result = await client;
    return { status: result.exitCode ?? null, stderr, missing: result.code === 'ENOENT' };
  }

  async function run(): Promise<void> {
    const backOff = createBackOff(pace, ending.signal);
    let caughtUp = false;
    while (!isClosed()) {
      const { status, stderr, missing: isMissing } = await read(caughtUp);
      if (isClosed()) return;
      const { program } = log.call({ since: null, follow: false });
      if (isMissing) return handlers.onProblem?.(missing(program));
      if (status === 0) {
        handlers.onProblem?.(null);
        backOff.reset();
        if (!caughtUp) {
          caughtUp = true;
          handlers.onCaughtUp?.();
          continue;
        }
        if (await log.isOver().catch(() => false)) return isClosed() ? undefined : handlers.onEnd?.();
      } else {
        const reason = complaintOf({ status, stderr });
        handlers.onProblem?.(
          `The log of ${log.name} broke off (${program}: ${reason}); trying again in ${backOff.next()} s.`,
        );
      }
      await backOff.wait();
    }
  }

  void run();
  return {
    readToEnd: async () => {},
    close: () => {
      ending.abort();
    },
  };
}

/**
 * Returns the time to continue from: that of the stream that is behind, or null for all if one of them was silent,
 * since its first line may have been on its way. RFC 3339 times of one zone and precision sort as text.
 */
function earliest(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return null;
  return one < other ? one : other;
}
