import { setTimeout as sleep } from 'node:timers/promises';
import type { Pause, TrainingExit } from '../control.ts';
import type { ProcessIdentity } from '../../processes/processFacts.ts';
import { lookEvery, stepWait } from '../defaults.ts';
import { type ClimbingControl, createClimbing } from './climbing.ts';
import { foreignTarget } from './foreignTraining.ts';
import type { Host, ProcessSignal } from '../../processes/host.ts';
import { localHost } from '../../processes/localHost.ts';
import { findTraining, sendSignal } from '../../processes/signal.ts';
import {
  everyProcess,
  ignoresInterrupt,
  type LivingTraining,
  type TrainingProcesses,
} from '../../processes/training.ts';
import { createSubscribers } from './subscribers.ts';

/** A process that no keeper of ours started. */
export interface ForeignTarget {
  readonly identity: ProcessIdentity;
  /** Processes that only carry its output (`tee`): no signal reaches them. */
  readonly spared?: readonly ProcessIdentity[];
  /** Where it runs (default: this machine). */
  readonly host?: Host;
}

export interface ForeignOptions {
  /** Seconds between two looks at it while nothing was sent. */
  readonly lookEvery?: number;
  /** Delivers what has been written when it is seen to have ended, before that is told. */
  readonly beforeExit?: () => Promise<void>;
}

/**
 * The control of a training that somebody else started, without a keeper: the same ladder, each step verified by number, start time and user at that
 * moment. It is carried out by this process, so that nothing of it outlives the view; how the training ended is not known, only that it has.
 */
export async function foreignControl(
  { identity, spared = [], host = localHost }: ForeignTarget,
  options: ForeignOptions = {},
): Promise<ClimbingControl> {
  const { subscribe, tell } = createSubscribers();
  const climbing = createClimbing(tell);
  const everyMs = (options.lookEvery ?? lookEvery) * 1000;
  let earlier: readonly ProcessIdentity[] = [];
  let training = await find();
  let exit: TrainingExit | null = null;
  let pauses: readonly Pause[] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let shown = '';
  let looking: Promise<void> = Promise.resolve();

  function processes(): TrainingProcesses {
    return { leader: identity, ownsGroup: false, strays: earlier, spared };
  }

  async function find(): Promise<LivingTraining> {
    return findTraining(host, processes());
  }

  /** One look at a time: each goes on from what the one before has seen. */
  function look(): Promise<void> {
    looking = looking.catch(() => {}).then(lookNow);
    return looking;
  }

  async function lookNow(): Promise<void> {
    training = await find();
    earlier = everyProcess(training)
      .filter(({ pid }) => pid !== identity.pid)
      .map(({ pid, startTime }) => ({ pid, startTime }));
    climbing.seen({ alive: everyProcess(training).length > 0, ignoresInterrupt: ignoresInterrupt(training) });
    notePauses(training.leader?.stopped ?? false);
    await noteExit();
    const now = JSON.stringify([
      exit,
      everyProcess(training).map(({ pid }) => pid),
      isPaused(),
      climbing.state().allowed,
    ]);
    if (now !== shown) {
      shown = now;
      tell();
    }
  }

  async function noteExit(): Promise<void> {
    if (training.leader !== null) return;
    if (exit === null) await options.beforeExit?.();
    const left = everyProcess(training).map(({ pid, command }) => ({ pid, command }));
    exit = { code: null, signal: null, time: exit?.time ?? Date.now() / 1000, left };
  }

  /** Somebody else may halt it, or let it go on. */
  function notePauses(stopped: boolean): void {
    if (stopped === isPaused()) return;
    const now = climbing.clock();
    pauses = stopped
      ? [...pauses, { from: now, to: null }]
      : pauses.map(({ from, to }) => ({ from, to: to ?? Math.max(from, now) }));
  }

  function isPaused(): boolean {
    return pauses.at(-1)?.to === null;
  }

  function lookLater(): void {
    if (closed || (exit !== null && exit.left.length === 0)) return;
    // After a signal a person waits for what it does.
    const pace = climbing.state().sent.length > 0 ? Math.min(everyMs, lookEvery * 1000) : everyMs;
    timer = setTimeout(() => {
      // A machine that does not answer now may do so later; that nothing comes of it is said by the log's own source.
      void look()
        .catch(() => {})
        .finally(lookLater);
    }, pace);
  }

  async function deliver(signal: ProcessSignal): Promise<void> {
    await sendSignal(host, processes(), training, signal);
  }

  async function halt(signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    await look();
    if (isPaused() === (signal === 'SIGSTOP')) {
      throw new Error(
        isPaused() ? 'It was not paused again: it is paused already.' : 'It was not resumed: it is not paused.',
      );
    }
    await deliver(signal);
    // The system may take a moment to halt it.
    for (let tries = 0; tries < 20 && isPaused() !== (signal === 'SIGSTOP'); tries++) {
      await sleep(50);
      await look();
    }
  }

  await look();
  lookLater();
  return {
    target: async () => {
      await look();
      const first = training.leader ?? everyProcess(training)[0];
      return first === undefined ? null : foreignTarget(training, await host.userName(first.user));
    },
    signal: async (signal, { wait = stepWait } = {}) => {
      await look();
      const refused = climbing.refusal(signal);
      if (refused !== null) throw new Error(refused);
      await deliver(signal);
      climbing.climb(signal, wait);
      clearTimeout(timer);
      lookLater();
      tell();
    },
    ladder: () => {
      const state = climbing.state();
      return state.note === null && exit === null ? { ...state, note: reachNote(training) } : state;
    },
    beginWith: climbing.beginWith,
    subscribe,
    exit: () => exit,
    arm: async () => {
      throw new Error(
        'No stop was planned: only `plateau run` leaves somebody behind who can carry it out. Stop it now, or start the next training with `plateau run`.',
      );
    },
    cancel: async () => {
      throw new Error('There is no stop to cancel.');
    },
    armed: () => null,
    pause: () => halt('SIGSTOP'),
    resume: () => halt('SIGCONT'),
    paused: isPaused,
    pauses: () => pauses,
    close: () => {
      closed = true;
      clearTimeout(timer);
      climbing.close();
    },
  };
}

/** Said before the first signal, as a person may take it for ^C in that terminal. */
function reachNote(living: LivingTraining): string | null {
  const { leader, isWholeGroup } = living;
  if (leader === null || isWholeGroup) return null;
  const others = everyProcess(living).length === 1 ? '' : ' and what it started';
  return `signals go to process ${leader.pid}${others} alone, because its process group ${leader.group} has others too`;
}
