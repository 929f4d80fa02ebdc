import type { Notice } from './notice.ts';
import type { Noticed, Send } from './sender.ts';
import { errorMessage } from '../words/errors.ts';

/**
 * Notices on their way to somewhere else: nobody waits for them, and nothing that goes wrong with them reaches anybody
 * else.
 */
export interface Outbox {
  readonly put: (notice: Notice) => void;
  /**
   * Gives what is on its way some last seconds, then drops it. Returns what went wrong, a sentence each, no sentence
   * twice.
   */
  readonly close: (seconds: number) => Promise<readonly string[]>;
}

/** Notices that may wait for one sender: beyond that the oldest are of no interest any more. */
const maxWaiting = 20;

/** Each sender gets the notices in their order, one at a time. */
export function createOutbox(senders: readonly Send[], of: Noticed): Outbox {
  const stop = new AbortController();
  const problems = new Set<string>();
  const lines = senders.map((send) => createLine(send, of, stop.signal, problems));
  return {
    put(notice) {
      for (const line of lines) line.put(notice);
    },
    async close(seconds) {
      const timer = setTimeout(() => stop.abort(), seconds * 1000);
      await Promise.all(lines.map((line) => line.empty()));
      clearTimeout(timer);
      return [...problems];
    },
  };
}

function createLine(send: Send, of: Noticed, signal: AbortSignal, problems: Set<string>) {
  const waiting: Notice[] = [];
  let working: Promise<void> | null = null;
  const work = async () => {
    for (let notice = waiting.shift(); notice !== undefined && !signal.aborted; notice = waiting.shift()) {
      try {
        await send(notice, of, signal);
      } catch (error) {
        problems.add(signal.aborted ? 'A notice was still on its way and was dropped.' : errorMessage(error));
      }
    }
    working = null;
  };
  return {
    put(notice: Notice) {
      waiting.push(notice);
      if (waiting.length > maxWaiting) waiting.shift();
      working ??= work();
    },
    empty: async () => working ?? undefined,
  };
}
