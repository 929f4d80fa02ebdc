import type { KeptNotice, NoticeStore } from './keptNotices.ts';
import type { Notice } from './notice.ts';
import type { Noticed, Send } from './sender.ts';
import { errorMessage } from '../words/errors.ts';

/**
 * Notices on their way to somewhere else: nobody waits for them, and nothing that goes wrong with them reaches anybody
 * else.
 */
export interface Outbox {
  /**
   * `claim`: whether this process is the one that sends it, called with the path of the stored notice, null where it is
   * not stored. Absent: it is.
   */
  readonly put: (notice: Notice, claim?: (stored: string | null) => boolean) => void;
  /**
   * Gives what is on its way some last seconds, then drops it, unless it is in a store. Returns what went wrong, a
   * sentence each, no sentence twice.
   */
  readonly close: (seconds: number) => Promise<readonly string[]>;
}

/** Notices that may wait for one sender: beyond that the oldest are of no interest any more. */
const maxWaiting = 20;

/**
 * Each sender gets the notices in their order, one at a time. Those in the store, which another process has left there,
 * go first.
 */
export function createOutbox(senders: readonly Send[], of: Noticed, store: NoticeStore | null = null): Outbox {
  const stop = new AbortController();
  const problems = new Set<string>();
  const lines = senders.map((send) => createLine(send, of, stop.signal, problems));
  const put = ({ notice, left }: Omit<KeptNotice, 'isClaimed'>) => {
    let rest = left;
    const settled = (sender: number) => {
      rest = rest.filter((each) => each !== sender);
      if (rest.length === 0) store?.remove(notice);
      else store?.keep({ notice, left: rest, isClaimed: true });
    };
    for (const sender of left) lines[sender]?.put({ notice, settled: () => settled(sender) });
  };
  for (const kept of store?.kept() ?? []) put(kept);
  return {
    put(notice, claim = () => true) {
      const kept = { notice, left: [...lines.keys()], isClaimed: false };
      const stored = store?.keep(kept) ?? null;
      if (claim(stored)) put(kept);
      else store?.remove(notice);
    },
    async close(seconds) {
      const timer = setTimeout(() => stop.abort(), seconds * 1000);
      await Promise.all(lines.map((line) => line.empty()));
      clearTimeout(timer);
      return [...problems];
    },
  };
}

interface Waiting {
  readonly notice: Notice;
  /** It has arrived, or never will. */
  readonly settled: () => void;
}

function createLine(send: Send, of: Noticed, signal: AbortSignal, problems: Set<string>) {
  const waiting: Waiting[] = [];
  let working: Promise<void> | null = null;
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
      try {
        await send(next.notice, of, signal);
        next.settled();
      } catch (error) {
        problems.add(signal.aborted ? 'A notice was still on its way and was dropped.' : errorMessage(error));
        if (!signal.aborted) next.settled();
      }
    }
    working = null;
  };
  return {
    put(next: Waiting) {
      waiting.push(next);
      if (waiting.length > maxWaiting) waiting.shift()?.settled();
      working ??= work();
    },
    empty: async () => working ?? undefined,
  };
}
