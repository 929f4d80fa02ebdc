import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groupRule } from '../../../src/advisor/group/groupRule.ts';
import { outrunOf } from '../../../src/advisor/group/outrun.ts';
import {
  type AcrossEffect,
  type AcrossEvent,
  acrossStep,
  type AcrossState,
  newAcross,
} from '../../../src/fleet/across/acrossStep.ts';
import { groupsAcross } from '../../../src/fleet/across/groupAcross.ts';
import type { Member } from '../../../src/fleet/member.ts';
import { keepTelling, readTelling } from '../../../src/runs/group/elsewhere.ts';
import { standingAt, standingMember } from './standing.ts';

/** A list that looks, asks and is answered, at instants that the test tells. */
export interface ModelList {
  readonly looks: (now: number, ...members: readonly Member[]) => AcrossEffect | null;
  readonly isTaken: (now: number) => AcrossEffect | null;
  readonly isRefused: (now: number) => AcrossEffect | null;
}

export function modelList(by = '7b5f34a0-7a34-4a5c-9d5e-000000000001'): ModelList {
  let state: AcrossState = newAcross;
  const happen = (now: number, event: AcrossEvent): AcrossEffect | null => {
    const [next, effect] = acrossStep(state, event, { now, by, spread: 0.5 });
    state = next;
    return effect;
  };
  return {
    looks: (now, ...members) => happen(now, { type: 'looked', group: groupsAcross(members).get('sweep') ?? null }),
    isTaken: (now) => happen(now, { type: 'answered', isTaken: true }),
    isRefused: (now) => happen(now, { type: 'answered', isTaken: false }),
  };
}

export function outMember(member: Member): Member {
  return { ...member, standing: { ...member.standing!, state: 'out' } };
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
  const root = mkdtempSync(join(tmpdir(), 'plateau-across-'));
  const out = new Set<number>();
  const seconds: number[] = [];

  const membersOf = (bests: readonly number[]): readonly Member[] =>
    bests.map((end, run) => {
      const member = standingMember(`r${run}`, standingAt(end, 0.6, { keep }), places[run]);
      return out.has(run) ? outMember(member) : member;
    });
  const keys = membersOf(ends).map(({ key }) => key);
  const directoryOf = (run: number): string => join(root, places[run] ?? 'here');
  // Who is the worst differs with when one looked; who leads does not.
  const asSeen = (): readonly Member[] => membersOf(ends.map((end, run) => (run === 0 ? end : 0.2 + next() / 1000)));

  const openList = (number: number) => {
    const list = modelList(`7b5f34a0-7a34-4a5c-9d5e-00000000000${number}`);
    let seen = asSeen();
    let coming: readonly { readonly at: number; readonly arrive: () => void }[] = [];
    let now = 0;

    const send = (effect: AcrossEffect | null): void => {
      if (effect === null) return;
      const { telling, to } = effect;
      const answers: boolean[] = [];
      const arriveAt = (key: string): void => {
        answers.push(isKept(key, telling));
        if (telling.runs.length === 0 || answers.length < to.length) return;
        send(answers.includes(false) ? list.isRefused(now) : list.isTaken(now));
      };
      coming = [...coming, ...to.map((key) => ({ at: now + (next() % 20), arrive: () => arriveAt(key) }))];
    };
    const isKept = (key: string, telling: AcrossEffect['telling']): boolean => {
      try {
        keepTelling(directoryOf(keys.indexOf(key)), telling, now);
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
      if (now % 5 === 0) send(list.looks(now, ...(next() < 3 ? [] : seen)));
      const due = coming.filter(({ at }) => at <= now);
      coming = coming.filter(({ at }) => at > now);
      for (const { arrive } of due) arrive();
    };
  };

  const decide = (run: number, now: number): void => {
    const telling = readTelling(directoryOf(run), now);
    if (telling === null || telling.turn !== keys[run]) return;
    const here = membersOf(ends).filter((_, other) => directoryOf(other) === directoryOf(run));
    const isHere = new Set(here.map(({ key }) => key));
    const group = [
      ...here.map(({ key, standing }) => ({ run: key, points: standing!.points, state: standing!.state })),
      ...telling.runs
        .filter(({ key }) => !isHere.has(key))
        .map(({ key, points, state }) => ({ run: key, points, state })),
    ];
    if (outrunOf(group, telling.turn, groupRule, { keep }) !== null) out.add(run);
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
