import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet } from '../fleet.ts';
import { type AcrossEffect, type AcrossEvent, acrossStep, type AcrossState, newAcross } from './acrossStep.ts';
import { type GroupAcross, groupsAcross } from './groupAcross.ts';

/**
 * While this is open, the runs of a group on several machines are compared with each other as those of one machine are:
 * each keeper is told of the runs elsewhere, and decides for its own. Returns the way to end it.
 */
export function decideAcross(fleet: Pick<Fleet, 'members' | 'request'>): () => Promise<void> {
  const by = randomUUID();
  const spread = Math.random();
  const states = new Map<string, AcrossState>();

  const happen = async (name: string, event: AcrossEvent): Promise<void> => {
    const circumstances = { now: performance.now() / 1000, by, spread };
    const [next, effect] = acrossStep(states.get(name) ?? newAcross, event, circumstances);
    states.set(name, next);
    if (effect !== null) await tell(name, effect);
  };

  const tell = async (name: string, { telling, to }: AcrossEffect): Promise<void> => {
    const replies = await Promise.all(to.map(async (key) => fleet.request(key, { ask: 'tell', telling })));
    if (telling.runs.length === 0) return;
    await happen(name, { type: 'answered', isTaken: replies.every(({ state }) => state === 'done') });
  };

  const look = async (groups: ReadonlyMap<string, GroupAcross>): Promise<void> => {
    const names = new Set([...groups.keys(), ...states.keys()]);
    await Promise.all(
      Array.from(names, async (name) => happen(name, { type: 'looked', group: groups.get(name) ?? null })),
    );
  };

  const timer = setInterval(() => void look(groupsAcross(fleet.members())), lookEvery * 1000).unref();
  return async () => {
    clearInterval(timer);
    await Promise.race([look(new Map()), sleep(endPatience * 1000)]);
  };
}

const lookEvery = 5;

/** Seconds in which a host that answers has taken back what it was told. */
const endPatience = 1;
