import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet } from '../fleet.ts';
import {
  type CoordinationEffect,
  type CoordinationEvent,
  type CoordinationState,
  coordinationStep,
  newCoordination,
} from './coordinationStep.ts';
import { type DistributedGroup, distributedGroups } from './distributedGroup.ts';

/**
 * Has the runs of distributed groups compared as those of one machine are: it sends each machine where the runs on the
 * others are, and each keeper decides for its own run. Returns the way to end that.
 */
export function coordinateGroups(fleet: Pick<Fleet, 'members' | 'request'>): () => Promise<void> {
  const list = randomUUID();
  const jitter = Math.random();
  const states = new Map<string, CoordinationState>();

  const handle = async (name: string, event: CoordinationEvent): Promise<void> => {
    const context = { now: performance.now() / 1000, list, jitter };
    const [next, effect] = coordinationStep(states.get(name) ?? newCoordination, event, context);
    states.set(name, next);
    if (effect !== null) await send(name, effect);
  };

  const send = async (name: string, { update, recipients }: CoordinationEffect): Promise<void> => {
    const replies = await Promise.all(
      recipients.map(async (key) => fleet.request(key, { ask: 'update-group', update })),
    );
    if (update.runs.length === 0) return;
    await handle(name, { type: 'acknowledged', accepted: replies.every(({ state }) => state === 'done') });
  };

  const poll = async (groups: ReadonlyMap<string, DistributedGroup>): Promise<void> => {
    const names = new Set([...groups.keys(), ...states.keys()]);
    await Promise.all(
      Array.from(names, async (name) => handle(name, { type: 'polled', group: groups.get(name) ?? null })),
    );
  };

  const timer = setInterval(() => void poll(distributedGroups(fleet.members())), pollInterval * 1000).unref();
  return async () => {
    clearInterval(timer);
    await Promise.race([poll(new Map()), sleep(withdrawalLimit * 1000)]);
  };
}

const pollInterval = 5;

/** Seconds in which a machine that answers has accepted the withdrawal. */
const withdrawalLimit = 1;
