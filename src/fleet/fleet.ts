import type { FleetHost } from './fleetHost.ts';
import { type Member, standsForTraining } from './member.ts';
import { merged } from './merge.ts';
import { byNeed } from './needsYou.ts';
import type { FleetRequest, Reply } from './request.ts';
import type { FleetSource } from './source.ts';

/**
 * The trainings of all machines that are looked at, live. Nothing of it is drawn or printed here: what comes from
 * elsewhere is validated, and harmless to a terminal.
 */
export interface Fleet {
  /** Each training once, who needs somebody first (`byNeed`). The same array as before as long as nothing changes. */
  readonly members: () => readonly Member[];
  /** The machines, this one first. The same array as before as long as nothing has changed. */
  readonly hosts: () => readonly FleetHost[];
  /** Calls back after a change, not more often than a few times a second; returns the way to stop listening. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks something of a member. Never rejects. */
  readonly request: (key: string, request: FleetRequest) => Promise<Reply>;
  readonly close: () => Promise<void>;
}

/** Puts the trainings of several sources together. */
export function createFleet(sources: readonly FleetSource[]): Fleet {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | null = null;
  let parts: readonly (readonly Member[])[] = [];
  let members: readonly Member[] = [];
  let hosts: readonly FleetHost[] = [];

  const tell = (): void => {
    timer = null;
    for (const listener of listeners) listener();
  };
  const unsubscribe = sources.map(({ subscribe }) =>
    subscribe(() => {
      timer ??= setTimeout(tell, tellEvery * 1000).unref();
    }),
  );

  const current = (): readonly Member[] => {
    const now = sources.map((source) => source.members());
    if (now.some((part, index) => part !== parts[index])) {
      parts = now;
      members = merged(parts, byNeed(Date.now() / 1000)).filter(standsForTraining);
    }
    return members;
  };

  return {
    members: current,
    hosts() {
      const now = sources.map((source) => ({
        ...source.host(),
        members: source.members().filter(standsForTraining).length,
      }));
      if (JSON.stringify(now) !== JSON.stringify(hosts)) hosts = now;
      return hosts;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async request(key, request) {
      const member = current().find((each) => each.key === key);
      const source = sources.find((each) => member !== undefined && each.members().includes(member));
      if (member === undefined || source === undefined) {
        return { state: 'refused', problem: 'This training is not listed any more.' };
      }
      return source.request(member, request);
    },
    async close() {
      clearTimeout(timer ?? undefined);
      for (const leave of unsubscribe) leave();
      listeners.clear();
      await Promise.all(sources.map(async (source) => source.close()));
    },
  };
}

/** Seconds between two calls of a listener. */
const tellEvery = 0.1;
