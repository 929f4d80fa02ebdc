import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { callAt } from '../stopping/callAt.ts';
import type { StopTarget, TrainingControl, TrainingExit } from '../stopping/control.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { connectTimeout } from './defaults.ts';
import { stepWait } from '../stopping/defaults.ts';
import type { KeeperLink, WithoutNumber } from './keeperLink.ts';
import { ladderState, untouchedLadder } from '../stopping/ladder.ts';
import type { ControlRequest, StateMessage } from './messages.ts';
import { reachKeeper } from './reachKeeper.ts';
import { currentRecord } from '../runs/runs.ts';
import { keeperProgram } from './startKeeper.ts';

/** How a control connects. */
export interface ControlOptions {
  /** What the asking program calls itself, for the audit log. */
  readonly by?: string;
  /** The keeper's program, where it is not the one that belongs to this build. */
  readonly keeperProgram?: string;
}

/**
 * Connects to the keeper of a run, which is adopted by a new keeper where the old one died; and again whenever that happens later. For a run of
 * which nothing lives the control only tells how it ended.
 * Throws a sentence as `reachKeeper`.
 */
export async function connectControl(record: RunRecord, options: ControlOptions = {}): Promise<TrainingControl> {
  const directory = dirname(record.log);
  const program = options.keeperProgram ?? keeperProgram();
  const by = options.by ?? `process ${process.pid}`;
  const listeners = new Set<() => void>();
  let state: StateMessage | null = null;
  let receivedAt = 0;
  let isClosed = false;
  let forgetNextStep = (): void => {};

  /** The keeper's clock, which no step of the machine's clock disturbs. */
  const keeperNow = (known: StateMessage): number => known.now + (performance.now() - receivedAt) / 1000;

  const notify = (): void => {
    for (const listener of listeners) {
      listener();
    }
  };

  const take = (received: StateMessage): void => {
    state = received;
    receivedAt = performance.now();
    forgetNextStep();
    const { nextAt } = ladderState(received.ladder, received.now);
    if (nextAt !== null && !isClosed) {
      forgetNextStep = callAt(nextAt, () => keeperNow(received), notify);
    }

    notify();
  };

  const reach = async (): Promise<KeeperLink | null> => {
    const reached = await reachKeeper(directory, program, { onState: take, onLost: recover });
    if (reached === null) {
      take(endedState(directory));
    } else if (isClosed) {
      reached.close();
    }

    return reached;
  };

  /** The keeper has gone: because all is over, or because it was killed, and then another one has to take its place. */
  const recover = (): void => {
    if (state?.exit?.left.length === 0) {
      link = Promise.resolve(null);
    } else if (!isClosed) {
      link = reachPatiently(reach, () => isClosed);
    }
  };

  /** Asks for something to be done; throws why it was not. `what` says it in a sentence's beginning for a run of which nothing lives. */
  const demand = async (what: string, request: WithoutNumber<ControlRequest>): Promise<void> => {
    const keeper = await link;
    if (keeper === null) {
      throw new Error(`${what}: nothing of the training runs any more.`);
    }

    const { problem } = await keeper.ask(request);
    if (problem !== null) {
      throw new Error(problem);
    }
  };

  /** As `demand`, once more where the keeper goes before it answers: for what does no harm when it is done twice. */
  const demandSurely: typeof demand = async (what, request) => {
    const before = link;
    try {
      await demand(what, request);
    } catch (error) {
      if (link === before) {
        throw error;
      }

      await demand(what, request);
    }
  };

  /** From the keeper's clock to the one that people see, which may have been set since the keeper started. */
  const toThisClock = (): ((instant: number) => number) => {
    const shift = state === null ? 0 : Date.now() / 1000 - keeperNow(state);
    return (instant) => instant + shift;
  };

  let link: Promise<KeeperLink | null> = reach();
  await link;
  return {
    target: async () => {
      try {
        return await askTarget(await link);
      } catch {
        // The keeper went away meanwhile: by now its successor is being reached, or nothing is left to keep.
        return await askTarget(await link);
      }
    },
    signal: async (signal, { wait = stepWait } = {}) =>
      demand(`${signal} was not sent`, { ask: 'signal', signal, wait, by }),
    arm: async (plan) => demandSurely('No stop was planned', { ask: 'arm', plan, by }),
    cancel: async () => demandSurely('There is no stop to cancel', { ask: 'cancel', by }),
    pause: async () => demandSurely('It was not paused', { ask: 'pause', by }),
    resume: async () => demandSurely('It was not resumed', { ask: 'resume', by }),
    armed: () => {
      const armed = state?.armed ?? null;
      const here = toThisClock();
      return armed && { ...armed, since: here(armed.since), endsAt: armed.endsAt === null ? null : here(armed.endsAt) };
    },
    paused: () => state?.paused ?? false,
    pauses: () => {
      const here = toThisClock();
      return (state?.pauses ?? []).map(({ from, to }) => ({ from: here(from), to: to === null ? null : here(to) }));
    },
    ladder: () => {
      const here = toThisClock();
      const { sent, allowed, nextAt, note } =
        state === null ? ladderState(untouchedLadder, 0) : ladderState(state.ladder, keeperNow(state));
      return {
        sent: sent.map(({ signal, time }) => ({ signal, time: here(time) })),
        allowed,
        nextAt: nextAt === null ? null : here(nextAt),
        note,
      };
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exit: () => state?.exit ?? null,
    close: () => {
      isClosed = true;
      forgetNextStep();
      listeners.clear();
      void link.then((keeper) => keeper?.close());
    },
  };
}

async function askTarget(keeper: KeeperLink | null): Promise<StopTarget | null> {
  return keeper === null ? null : (await keeper.ask({ ask: 'target' })).target;
}

/** What a keeper would say of a run of which nothing lives. */
function endedState(directory: string): StateMessage {
  const { exit, state, startedAt, pauses } = currentRecord(directory);
  const unstarted: TrainingExit | null =
    state === 'failed-to-start' ? { code: null, signal: null, time: startedAt, left: [] } : null;
  return {
    say: 'state',
    now: Date.now() / 1000,
    ladder: { ...untouchedLadder, alive: false },
    exit: exit === null ? unstarted : { ...exit, left: [] },
    armed: null,
    paused: false,
    pauses: pauses ?? [],
  };
}

/** A screen may stay open for days: it goes on trying, ever more rarely. */
async function reachPatiently(
  reach: () => Promise<KeeperLink | null>,
  isClosed: () => boolean,
): Promise<KeeperLink | null> {
  for (let pause = 0; ; pause = Math.min(pause * 2 + 0.1, connectTimeout)) {
    await delay(pause * 1000);
    if (isClosed()) {
      return null;
    }

    try {
      return await reach();
    } catch {
      // Tried again.
    }
  }
}
