import type { StopSignal } from '../../../src/stopping/control.ts';
import { fileLookEvery, lookEvery, saveLookEvery } from '../../../src/stopping/defaults.ts';
import type { StopAudit, StopEffect } from '../../../src/stopping/machine/effects.ts';
import type { StopEvent } from '../../../src/stopping/machine/events.ts';
import {
  emptyRecord,
  type Observation,
  stateOf,
  type StopHabits,
  type StopRecord,
  type StopState,
} from '../../../src/stopping/machine/state.ts';
import { stopStep } from '../../../src/stopping/machine/stopStep.ts';

/** What happens in a simulated stop, at a time in seconds. */
export type Happening =
  | { readonly happens: 'event'; readonly event: Untimed<StopEvent> }
  /** The training changes: what it does with signals, whether it lives. */
  | { readonly happens: 'world'; readonly change: Partial<World> }
  /** The keeper is killed, and another one goes on with what is on disk. */
  | { readonly happens: 'restart' };

export interface TimedHappening {
  readonly at: number;
  readonly what: Happening;
}

type Untimed<Event> = Event extends unknown ? Omit<Event, 'time'> : never;

/** A training as the system knows it. */
export interface World {
  readonly leader: boolean;
  /** Others of its group, which may outlive the leader. */
  readonly others: number;
  readonly stopped: boolean;
  readonly ignoresInterrupt: boolean;
  /** Signals that end the leader, and those that end all of it. */
  readonly endsLeader: readonly StopSignal[];
  readonly endsAll: readonly StopSignal[];
  /** A checkpoint is being written. */
  readonly saving: boolean;
  /** Why the system refuses signals; null while it does not. */
  readonly refuses: string | null;
  /** The file that may be waited for. */
  readonly fingerprint: string | null;
}

export const stubborn: World = {
  leader: true,
  others: 0,
  stopped: false,
  ignoresInterrupt: false,
  endsLeader: [],
  endsAll: ['SIGKILL'],
  saving: false,
  refuses: null,
  fingerprint: null,
};

/** What came of it. */
export interface Simulated {
  readonly sent: readonly { readonly signal: string; readonly time: number; readonly saving: boolean }[];
  /** The effects, in the order in which they were carried out. */
  readonly done: readonly StopEffect['type'][];
  readonly answers: ReadonlyMap<string, string | null>;
  readonly audit: readonly StopAudit[];
  readonly state: StopState;
  readonly world: World;
}

/**
 * Carries a stop out with a clock that is data: effects as the driver does, a training as the system does. `until`:
 * seconds at which it ends. `killBefore` kills the keeper, once, when it is about to carry out that effect for the n-th
 * time.
 */
export function simulate(
  script: readonly TimedHappening[],
  options: {
    readonly until: number;
    readonly world?: World;
    readonly record?: StopRecord;
    /** Who asked for something asks again when the keeper was killed before it answered. */
    readonly asksAgain?: true;
    readonly killAt?: { readonly effect: StopEffect['type']; readonly nth: number; readonly when: 'before' | 'after' };
  },
): Simulated {
  let world = options.world ?? stubborn;
  let disk: StopRecord = options.record ?? emptyRecord;
  let state = stateOf(disk);
  let time = 0;
  let habits: StopHabits | null = null;
  let killed = 0;
  let lookedAt = 0;
  let fileLookedAt = 0;
  const sent: { signal: string; time: number; saving: boolean }[] = [];
  const done: StopEffect['type'][] = [];
  const answers = new Map<string, string | null>();
  const audit: StopAudit[] = [];

  const restart = (): void => {
    // As it goes through a file.
    state = stateOf(JSON.parse(JSON.stringify(disk)));
    tell({ type: 'restored', time });
    // A later plan, and one that follows the log, find it read; one that signals already has to do without.
    if ((state.armed === null || state.waits.log !== null) && habits !== null)
      tell({ type: 'trainerKnown', habits, time });
    tellExit(null);
  };

  /** Its keeper looks at what is left first. */
  const tellExit = (code: number | null): void => {
    if (world.leader || state.exit !== null) return;
    tell({ type: 'seen', observation: observationOf(world), time });
    if (state.exit === null) tell({ type: 'exited', exit: { code, signal: null, time }, time });
  };

  const killedAt = (event: StopEvent): void => {
    restart();
    if (options.asksAgain === true && 'request' in event && !answers.has(event.request)) tell({ ...event, time });
  };

  const tell = (event: StopEvent): void => {
    const result = stopStep(state, event);
    ({ state } = result);
    const work = [...result.effects];
    for (let effect = work.shift(); effect !== undefined; effect = work.shift()) {
      const { killAt } = options;
      const isHit = killAt !== undefined && effect.type === killAt.effect && ++killed === killAt.nth;
      if (isHit && killAt.when === 'before') return killedAt(event);
      done.push(effect.type);
      const came = carryOut(effect);
      if (isHit) return killedAt(event);
      if (came !== null) {
        const next = stopStep(state, came);
        ({ state } = next);
        work.push(...next.effects);
      }
    }
    if (event.type !== 'seen') tellExit(null);
  };

  const carryOut = (effect: StopEffect): StopEvent | null => {
    switch (effect.type) {
      case 'record':
        disk = effect.record;
        return null;
      case 'audit':
        audit.push(effect.entry);
        return null;
      case 'answer':
        answers.set(effect.request, effect.problem);
        return null;
      case 'look':
        return { type: 'seen', observation: observationOf(world), time };
      case 'send': {
        const { signal } = effect;
        if (world.saving && !effect.evenIfSaving) {
          return { type: 'signalHeld', signal, saving: { files: ['/runs/last.pt'] }, time };
        }
        if (world.refuses !== null) return { type: 'signalRefused', signal, problem: world.refuses, time };
        sent.push({ signal, time, saving: world.saving });
        const wasStopped = world.stopped;
        world = signalled(world, signal);
        const continued = signal !== 'SIGSTOP' && signal !== 'SIGCONT' && (wasStopped || effect.wasPaused);
        if (continued) world = { ...world, stopped: false };
        return { type: 'signalSent', signal, reached: { pid: 10, command: 'train', processes: 1 }, continued, time };
      }
      // Read from the state.
      case 'waitUntil':
      case 'watchFile':
      case 'follow':
      case 'lookOften':
        return null;
      default:
        return effect satisfies never;
    }
  };

  tell({ type: 'restored', time });
  for (const { at, what } of [...script, { at: options.until, what: null }]) {
    // What is waited for until then.
    for (let next = nextWait(); next <= at; next = nextWait()) {
      time = next;
      if (state.waits.time !== null && state.waits.time <= time) tell({ type: 'timeCame', time });
      else if (state.waits.file !== null && fileLookedAt + fileLookEvery <= time) {
        fileLookedAt = time;
        tell({ type: 'fileSeen', fingerprint: world.fingerprint, time });
      } else {
        lookedAt = time;
        tell({ type: 'seen', observation: observationOf(world), time });
      }
    }
    time = at;
    switch (what?.happens) {
      case 'event':
        // Who is asked looks first.
        if ('request' in what.event && what.event.type !== 'cancelAsked') {
          tell({ type: 'seen', observation: observationOf(world), time });
        }
        if (what.event.type === 'trainerKnown') ({ habits } = what.event);
        tell({ ...what.event, time });
        break;
      case 'world': {
        world = { ...world, ...what.change };
        tellExit(0);
        break;
      }
      case 'restart':
        restart();
        break;
      case undefined:
        break;
    }
  }
  return { sent, done, answers, audit, state, world };

  function nextWait(): number {
    const { waits } = state;
    return Math.max(
      time,
      Math.min(
        waits.time ?? Infinity,
        waits.file === null ? Infinity : fileLookedAt + fileLookEvery,
        waits.looks === 'soon' ? lookedAt + lookEvery : Infinity,
        waits.looks === 'closely' ? lookedAt + saveLookEvery : Infinity,
      ),
    );
  }
}

function signalled(world: World, signal: string): World {
  if (signal === 'SIGSTOP' || signal === 'SIGCONT') return { ...world, stopped: signal === 'SIGSTOP' };
  if (world.endsAll.some((each) => each === signal)) return { ...world, leader: false, others: 0 };
  const endsLeader = world.endsLeader.some((each) => each === signal);
  return endsLeader ? { ...world, leader: false } : world;
}

function observationOf({ leader, others, stopped, ignoresInterrupt, saving }: World): Observation {
  const processes = (leader ? 1 : 0) + others;
  const plain = { processGroup: 10, user: 'me', command: 'train', ignoresInterrupt };
  return {
    alive: processes > 0,
    target: processes > 0 ? { pid: leader ? 10 : 11, processes, ...plain } : null,
    ignoresInterrupt: processes > 0 && ignoresInterrupt,
    stopped: leader && stopped,
    ended: false,
    saving: saving ? { files: ['/runs/last.pt'] } : null,
    left: Array.from({ length: processes }, (_, at) => ({ pid: 10 + at, command: 'train' })),
    note: null,
  };
}
