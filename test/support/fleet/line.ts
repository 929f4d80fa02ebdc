import { vi } from 'vitest';
import type { HostLine, LineHandlers } from '../../../src/fleet/remote/hostLine.ts';
import { wireVersion } from '../../../src/fleet/wire/protocol.ts';

/** The other end of the lines that a source opens: what a test makes of a host. */
export interface FakeHost {
  readonly open: (host: string, handlers: LineHandlers) => HostLine;
  /** How many lines were opened. */
  readonly opened: () => number;
  /** What came over the line of now, one message after the other. */
  readonly asked: () => readonly Record<string, unknown>[];
  /** Says something over the line of now, numbered. */
  readonly say: (message: object) => void;
  /** Says hello and tells all its runs. */
  readonly greet: (members: readonly object[], now?: number) => void;
  /** The line ends as a client of this status ends. */
  readonly end: (status: number | null, stderr?: string) => void;
}

export function fakeHost(): FakeHost {
  let line: LineHandlers | null = null;
  let count = 0;
  let seq = 0;
  let asked: Record<string, unknown>[] = [];
  const say = (message: object): void => {
    seq += 1;
    line?.onText(`${JSON.stringify({ version: wireVersion, seq, ...message })}\n`);
  };
  return {
    open: (_, handlers) => {
      line = handlers;
      count += 1;
      seq = 0;
      asked = [];
      return {
        send: (text) => asked.push(JSON.parse(text)),
        end: () => {
          line = null;
        },
      };
    },
    opened: () => count,
    asked: () => asked,
    say,
    greet: (members, now = Date.now() / 1000) => {
      const machine = { id: 'm1', host: 'gpu1' };
      say({ say: 'hello', now, release: '0.1.0', machine, requests: [] });
      say({ say: 'snapshot', now, members, left: 0 });
    },
    end: (status, stderr = '') => line?.onEnd({ status, stderr }),
  };
}

/** Lets what waits for promises happen. */
export async function settled(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}
