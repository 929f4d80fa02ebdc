import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groupRule } from '../../../src/advisor/group/groupRule.ts';
import { outrunOf } from '../../../src/advisor/group/outrun.ts';
import {
  type CoordinationEffect,
  type CoordinationEvent,
  coordinationStep,
  type CoordinationState,
  newCoordination,
} from '../../../src/fleet/coordination/coordinationStep.ts';
import { distributedGroups } from '../../../src/fleet/coordination/distributedGroup.ts';
import type { Member } from '../../../src/fleet/member.ts';
import { readGroupUpdate, writeGroupUpdate } from '../../../src/runs/group/groupUpdate.ts';
import { groupProgressAt, memberWithProgress } from './groupProgress.ts';

/** A list of which the test says when it polls, and what the machines answer. */
export interface ModelList {
  readonly polls: (now: number, ...members: readonly Member[]) => CoordinationEffect | null;
  readonly isAccepted: (now: number) => CoordinationEffect | null;
  readonly isRefused: (now: number) => CoordinationEffect | null;
}

export function modelList(list = '7b5f34a0-7a34-4a5c-9d5e-000000000001'): ModelList {
  let state: CoordinationState = newCoordination;
  const handle = (now: number, event: CoordinationEvent): CoordinationEffect | null => {
    const [next, effect] = coordinationStep(state, event, { now, list, jitter: 0.5 });
    state = next;
    return effect;
  };
  return {
    polls: (now, ...members) => handle(now, { type: 'polled', group: distributedGroups(members).get('sweep') ?? null }),
    isAccepted: (now) => handle(now, { type: 'acknowledged', accepted: true }),
    isRefused: (now) => handle(now, { type: 'acknowledged', accepted: false }),
  };
}

export function outMember(member: Member): Member {
  return { ...member, groupProgress: { ...member.groupProgress!, state: 'out' } };
}

/** The runs of the model: the best each will reach, and its machine. */
const ends = [0.6, 0.3, 0.28, 0.26, 0.24, 0.22];
const places = [undefined, 'gpu1', 'gpu2', 'gpu1', undefined, 'gpu2'];

/**
 * Two lists and the keepers of six runs on three machines, for ten minutes: `next` tells how slow each message is,
 * which answers are lost, when a list is closed for a moment, and how each list sees the runs. Returns how many runs
 * were out after each second.
 */
export function runsOut(keep: number, next: () => number): readonly number[] {
  const root = mkdtempSync(join(tmpdir(), 'plateau-coordination-'));
  const out = new Set<number>();
  const seconds: number[] = [];

  const membersOf = (bests: readonly number[]): readonly Member[] =>
    bests.map((end, run) => {
      const member = memberWithProgress(`r${run}`, groupProgressAt(end, 0.6, { keep }), places[run]);
      return out.has(run) ? outMember(member) : member;
    });
  const keys = membersOf(ends).map(({ key }) => key);
  const directoryOf = (run: number): string => join(root, places[run] ?? 'here');
  // Which run is the worst depends on when a list polled; which one leads does not.
  const asSeen = (): readonly Member[] => membersOf(ends.map((end, run) => (run === 0 ? end : 0.2 + next() / 1000)));

  const openList = (number: number) => {
    const list = modelList(`7b5f34a0-7a34-4a5c-9d5e-00000000000${number}`);
    let seen = asSeen();
    let onTheWay: readonly { readonly at: number; readonly arrive: () => void }[] = [];
    let now = 0;

    const send = (effect: CoordinationEffect | null): void => {
      if (effect === null) return;
      const { update, recipients } = effect;
      const answers: boolean[] = [];
      const arriveAt = (key: string): void => {
        answers.push(isStored(key, update));
        if (update.runs.length === 0 || answers.length < recipients.length) return;
        send(answers.includes(false) ? list.isRefused(now) : list.isAccepted(now));
      };
      onTheWay = [...onTheWay, ...recipients.map((key) => ({ at: now + (next() % 20), arrive: () => arriveAt(key) }))];
    };
    const isStored = (key: string, update: CoordinationEffect['update']): boolean => {
      try {
        writeGroupUpdate(directoryOf(keys.indexOf(key)), update, now);
        // A line may break before the answer comes.
        return next() > 3;
      } catch {
        return false;
      }
    };
    return (second: number): void => {
      now = second;
      // A list hears of what a keeper decided within ten seconds.
      if (now % 10 === 3) seen = asSeen();
      if (now % 5 === 0) send(list.polls(now, ...(next() < 3 ? [] : seen)));
      const due = onTheWay.filter(({ at }) => at <= now);
      onTheWay = onTheWay.filter(({ at }) => at > now);
      for (const { arrive } of due) arrive();
    };
  };

  const decide = (run: number, now: number): void => {
    const update = readGroupUpdate(directoryOf(run), now);
    if (update === null || update.turn !== keys[run]) return;
    const here = membersOf(ends).filter((_, other) => directoryOf(other) === directoryOf(run));
    const isHere = new Set(here.map(({ key }) => key));
    const group = [
      ...here.map(({ key, groupProgress }) => ({
        run: key,
        points: groupProgress!.points,
        state: groupProgress!.state,
      })),
      ...update.runs
        .filter(({ key }) => !isHere.has(key))
        .map(({ key, points, state }) => ({ run: key, points, state })),
    ];
    if (outrunOf(group, update.turn, groupRule, { keep }) !== null) out.add(run);
  };

  try {
    const lists = [openList(1), openList(2)];
    for (let now = 0; now < 600; now += 1) {
      for (const live of lists) live(now);
      for (const run of keys.keys()) if (!out.has(run) && now % 10 === run) decide(run, now);
      seconds.push(out.size);
    }
    return seconds;
  } finally {
    rmSync(root, { recursive: true });
  }
}
