import * as v from 'valibot';
import type { MemberFacts } from '../member.ts';
import { factsSchema } from '../wire/facts.ts';
import type { WireMessage } from '../wire/protocol.ts';

/** What a host has told of its runs. Plain data, changed by `hostRunsStep` alone. */
export interface HostRuns {
  readonly facts: ReadonlyMap<string, MemberFacts>;
  /** Of a snapshot that is not complete yet; null while none is coming. */
  readonly coming: ReadonlyMap<string, MemberFacts> | null;
  /** Seconds by which its clock is ahead of this one's. */
  readonly clockAhead: number;
  /** Runs of which nothing could be understood. */
  readonly unread: number;
}

export const noRuns: HostRuns = { facts: new Map(), coming: null, clockAhead: 0, unread: 0 };

/**
 * Takes a message into what is known. What is no run is left out, however the rest of the message is. `now`: epoch
 * seconds of this machine. Pure.
 */
export function hostRunsStep(runs: HostRuns, message: WireMessage, now: number): HostRuns {
  switch (message.say) {
    case 'hello':
      return { ...runs, coming: new Map(), unread: 0, clockAhead: steadied(runs.clockAhead, message.now - now) };
    case 'snapshot': {
      const read = message.members.map(factsOf).filter((facts) => facts !== null);
      const coming = new Map([...(runs.coming ?? []), ...read.map((facts) => [facts.run, facts] as const)]);
      const unread = runs.unread + message.members.length - read.length;
      const clockAhead = steadied(runs.clockAhead, message.now - now);
      if (message.left > 0) return { ...runs, coming, unread, clockAhead };
      return { facts: bounded(coming), coming: null, unread, clockAhead };
    }
    case 'change': {
      const facts = factsOf({ ...runs.facts.get(message.run), ...message.facts });
      const clockAhead = steadied(runs.clockAhead, message.now - now);
      if (facts === null || facts.run !== message.run) return { ...runs, clockAhead, unread: runs.unread + 1 };
      return { ...runs, clockAhead, facts: bounded(new Map([...runs.facts, [facts.run, facts]])) };
    }
    case 'gone': {
      const facts = new Map(runs.facts);
      return facts.delete(message.run) ? { ...runs, facts } : runs;
    }
    case 'alive':
      return { ...runs, clockAhead: steadied(runs.clockAhead, message.now - now) };
    case 'reply':
      return runs;
    default:
      return message satisfies never;
  }
}

function factsOf(told: unknown): MemberFacts | null {
  const { success, output } = v.safeParse(factsSchema, told);
  return success ? output : null;
}

/** Messages take their time: what differs by less is no other clock, and no instant of a member moves for it. */
function steadied(before: number, measured: number): number {
  return Math.abs(measured - before) < sameClock ? before : measured;
}

/** Seconds. */
const sameClock = 5;

/** Runs of one host that are kept: more than any has, and nobody can make this process grow. */
const maxRuns = 2000;

function bounded(facts: ReadonlyMap<string, MemberFacts>): ReadonlyMap<string, MemberFacts> {
  return facts.size <= maxRuns ? facts : new Map([...facts].slice(-maxRuns));
}
