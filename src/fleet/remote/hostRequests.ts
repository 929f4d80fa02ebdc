import { randomUUID } from 'node:crypto';
import type { FleetRequest, Reply, SettledReply } from '../request.ts';
import { wireLine, type WireMessage, type WireRequest } from '../wire/protocol.ts';

/** What is asked of a host, over lines that may break before the answer comes. */
export interface HostRequests {
  /** Asks over the line that there is. Never rejects. */
  readonly ask: (run: string, request: FleetRequest, until: number) => Promise<Reply>;
  readonly take: (reply: WireMessage & { readonly say: 'reply' }) => void;
  /** A line is there, or is there again: asks for what is not known yet. */
  readonly opened: (send: (text: string) => void) => void;
  /** The line broke. */
  readonly broken: () => void;
  readonly close: () => void;
}

interface Pending {
  readonly asked: Exclude<WireRequest, { ask: 'heard' }>;
  /** Of `performance.now()`: from then on it is not carried out any more, should it still be on its way. */
  readonly tooLateAt: number;
  /** Tells whoever asked. */
  readonly tell: (reply: Reply) => void;
  readonly later: PromiseWithResolvers<SettledReply>;
  readonly isUnknown: boolean;
}

/** Seconds that a request has to arrive, and within which whoever asked is told something. */
export const arrivalLimit = 20;
const answerLimit = 45;

export function createHostRequests(host: string): HostRequests {
  const pending = new Map<string, Pending>();
  const timers = new Set<NodeJS.Timeout>();
  let send: ((text: string) => void) | null = null;

  const after = (milliseconds: number, act: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, milliseconds).unref();
    timers.add(timer);
  };

  const settle = (request: string, reply: SettledReply): void => {
    const found = pending.get(request);
    pending.delete(request);
    found?.tell(reply);
    found?.later.resolve(reply);
  };

  const becomeUnknown = (request: string, why: string): void => {
    const found = pending.get(request);
    if (found === undefined || found.isUnknown) return;
    pending.set(request, { ...found, isUnknown: true });
    const problem = `${why}, so that it is not known yet whether it was done. ${host} is asked as soon as it can be.`;
    found.tell({ state: 'unknown', problem, later: found.later.promise });
  };

  /** What changes nothing by being done twice is asked again; of the rest it is asked whether it was heard. */
  const askAgain = (request: string): void => {
    const found = pending.get(request);
    if (found === undefined || send === null) return;
    const { asked, tooLateAt } = found;
    const rest = tooLateAt - performance.now();
    if (rest > 0) after(rest, () => askAgain(request));
    else send(wireLine({ request, run: asked.run, ask: 'heard' }));
  };

  return {
    async ask(run, request, until) {
      if (send === null) return { state: 'refused', problem: `${host} is away, so nothing was asked of it.` };
      const asked = { ...request, request: randomUUID(), run, until };
      const { promise, resolve } = Promise.withResolvers<Reply>();
      const tooLateAt = performance.now() + arrivalLimit * 1000;
      const later = Promise.withResolvers<SettledReply>();
      pending.set(asked.request, { asked, tooLateAt, tell: resolve, later, isUnknown: false });
      after(answerLimit * 1000, () => becomeUnknown(asked.request, `${host} has not answered`));
      send(wireLine(asked));
      return promise;
    },
    take({ request, state, problem }) {
      const found = pending.get(request);
      if (found === undefined) return;
      if (state === 'done') settle(request, { state });
      else if (state === 'refused') settle(request, { state, problem: problem ?? `${host} did not say why.` });
      else settle(request, { state: 'refused', problem: unheard(host, found.asked.ask) });
    },
    opened(through) {
      send = through;
      for (const request of pending.keys()) askAgain(request);
    },
    broken() {
      send = null;
      for (const request of pending.keys()) becomeUnknown(request, `The line to ${host} broke before the answer came`);
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      for (const request of pending.keys()) becomeUnknown(request, 'The list was closed before the answer came');
    },
  };
}

/** What no keeper writes down cannot be known afterwards. */
function unheard(host: string, ask: FleetRequest['ask']): string {
  switch (ask) {
    case 'stop':
    case 'cancel':
    case 'pause':
    case 'resume':
      return `It did not arrive on ${host}, and nothing was done: ask again.`;
    case 'describe':
    case 'remove':
    case 'update-group':
      return `${host} does not know of it: look whether it was done, and ask again.`;
    default:
      return ask satisfies never;
  }
}
