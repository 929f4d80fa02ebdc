import { auditedSteps, openAudit, type AuditEvent } from '../runs/audit.ts';
import { steadyClock } from '../stopping/clock.ts';
import type { StopPlan, StopSignal, TrainingExit } from '../stopping/control.ts';
import type { ProcessIdentity } from '../processes/processFacts.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { serveControl } from './controlServer.ts';
import { lookEvery } from '../stopping/defaults.ts';
import { createGuarding } from './keeperGuard.ts';
import { climbed, ladderState, refusal, untouchedLadder, type FirstSignal, type Ladder } from '../stopping/ladder.ts';
import type { AnswerMessage, ControlRequest } from './messages.ts';
import { createPausing } from './pausing.ts';
import { createPlannedStop } from '../stopping/plannedStop.ts';
import { openRecordStore, type RecordStore } from './recordStore.ts';
import { signalTraining, stopTarget, summaryOf } from './signalTraining.ts';
import { createTelling } from './telling.ts';
import { livingTraining } from '../processes/recorded.ts';
import { everyProcess, ignoresInterrupt } from '../processes/training.ts';
import { errorMessage } from '../words/errors.ts';

/** A keeper at work: it serves the control socket until the training has ended and nobody listens. */
export interface Keeper {
  readonly records: RecordStore;
  readonly audit: (event: AuditEvent) => void;
  /** Records how the training ended (both null: nobody saw it) and when, in epoch seconds, tells everyone, and goes. */
  readonly ended: (end: {
    readonly code: number | null;
    readonly signal: string | null;
    readonly time: number;
  }) => void;
  /** For a training that had ended before, but of whose group something is left: stays while somebody looks at it. */
  readonly attendRest: () => void;
  /** Plans a stop; returns why not, as a sentence. */
  readonly arm: (plan: StopPlan, by: string) => string | null;
  /** Goes on with the stop that an earlier keeper had planned. */
  readonly restore: () => void;
  /** Makes the control socket again where something removed it. */
  readonly renewSocket: () => Promise<void>;
  /** Leaves now, whatever the training does. */
  readonly leave: (reason: string) => void;
}

/**
 * Opens the keeping of a run whose lock the caller holds.
 * Throws a sentence when no control socket can be made.
 */
export async function openKeeper(directory: string, record: RunRecord): Promise<Keeper> {
  const clock = steadyClock();
  const audit = openAudit(directory);
  let ladder: Ladder = { ...untouchedLadder, steps: earlierSteps(directory, clock()) };
  let exit: TrainingExit | null = record.exit === null ? null : { ...record.exit, left: [] };
  let groupWatch: NodeJS.Timeout | null = null;
  let pauseWatch: NodeJS.Timeout | undefined;
  let gone = false;

  /** Puts what is shown in step with what lives; returns what lives. */
  const look = (): ReturnType<typeof livingTraining> => {
    const living = livingTraining(records.current());
    const all = everyProcess(living);
    ladder = { ...ladder, ignoresInterrupt: ignoresInterrupt(living), alive: all.length > 0 };
    exit = exit === null ? null : { ...exit, left: summaryOf(all) };
    if (pausing.look()) {
      watchPause();
    }

    rememberStrays(living.strays);
    return living;
  };

  /** Once their parent is gone, nothing but this tells whose they are. */
  const rememberStrays = (strays: readonly ProcessIdentity[]): void => {
    const known = records.current().strays ?? [];
    if (strays.some(({ pid, startTime }) => !known.some((one) => one.pid === pid && one.startTime === startTime))) {
      records.change({ strays: strays.map(({ pid, startTime }) => ({ pid, startTime })) });
    }
  };

  /** Looks, and tells everyone when the ladder is not what they know. */
  const lookAndTell = (): ReturnType<typeof look> => {
    const { ignoresInterrupt: ignored, alive } = ladder;
    const wasPaused = pausing.isPaused();
    const living = look();
    if (ladder.ignoresInterrupt !== ignored || ladder.alive !== alive || pausing.isPaused() !== wasPaused) {
      broadcast();
    }

    return living;
  };

  /** Everyone who looks, and everyone who asked to be told. */
  const broadcast = (): void => {
    server.broadcast();
    telling.changed();
  };

  const sendSignal = (signal: StopSignal, wait: number, by: string, first?: FirstSignal): string | null => {
    lookAndTell();
    try {
      const forbidden = refusal(ladder, signal, clock(), first);
      if (forbidden !== null) {
        throw new Error(forbidden);
      }

      const { processes, continued } = signalTraining(records.current(), signal, pausing.isPaused());
      const step = { signal, time: clock(), wait };
      ladder = climbed(ladder, step);
      audit({ event: 'signal', by, processes, ...step });
      if (continued) {
        audit({ event: 'continued', by });
        pausing.continued();
      }

      broadcast();
      return null;
    } catch (error) {
      const problem = errorMessage(error);
      audit({ event: 'refused', by, signal, problem });
      return problem;
    }
  };

  /** Passes on what was said, after everyone has seen the change. */
  const told = (problem: string | null): string | null => {
    watchPause();
    broadcast();
    return problem;
  };

  /** While it is paused, somebody else may let it go on. */
  const watchPause = (): void => {
    clearInterval(pauseWatch);
    pauseWatch = pausing.isPaused()
      ? setInterval(() => {
          if (pausing.look()) {
            told(null);
          }
        }, lookEvery * 1000)
      : undefined;
  };

  const answer = (request: ControlRequest): AnswerMessage => {
    const blank = { say: 'answer', request: request.request, problem: null, target: null } as const;
    switch (request.ask) {
      case 'target':
        return { ...blank, target: stopTarget(lookAndTell()) };
      case 'signal':
        return { ...blank, problem: sendSignal(request.signal, request.wait, request.by) };
      case 'arm':
        lookAndTell();
        return { ...blank, problem: planned.arm(request.plan, request.by) };
      case 'cancel':
        return { ...blank, problem: planned.cancel(request.by) };
      case 'pause':
        return { ...blank, problem: told(pausing.pause(request.by)) };
      case 'resume':
        return { ...blank, problem: told(pausing.resume(request.by)) };
    }
  };

  const leave = (reason: string): void => {
    if (gone) {
      return;
    }

    gone = true;
    clearInterval(groupWatch ?? undefined);
    clearInterval(pauseWatch);
    planned.close();
    telling.close();
    // Whoever sends it away does not call the planned stop off.
    if (!isPlanned()) {
      guard(false);
    }

    audit({ event: 'keeper-ended', reason });
    server.close();
  };

  /** The keeper stays for what is left of the group only while somebody could do something about it. */
  const leaveWhenDone = (): void => {
    if (
      exit !== null &&
      planned.settle() &&
      records.isWritten() &&
      telling.isDone() &&
      (exit.left.length === 0 || server.clients() === 0)
    ) {
      leave('the training has ended');
    }
  };

  const watchGroup = (): void => {
    const before = exit?.left.length;
    look();
    if (exit?.left.length !== before) {
      broadcast();
    }

    leaveWhenDone();
  };

  const attendRest = (): void => {
    if (!gone) {
      groupWatch ??= setInterval(watchGroup, lookEvery * 1000);
    }
  };

  const isPlanned = (): boolean => (records.current().armed ?? null) !== null;
  const isAskedToTell = (): boolean => exit === null && (records.current().notices ?? null) !== null;
  const guard = createGuarding(directory, audit);
  const keepGuard = (): void => {
    guard(isPlanned() || isAskedToTell());
  };

  const records = openRecordStore(directory, record, audit, leaveWhenDone);
  const pausing = createPausing(records, audit, clock);
  const planned = createPlannedStop({
    records,
    audit,
    clock,
    ladder: (first) => ladderState(ladder, clock(), first),
    hasExited: () => exit !== null,
    isAlive: () => ladder.alive,
    isPaused: pausing.isPaused,
    send: sendSignal,
    changed: () => {
      keepGuard();
      broadcast();
    },
  });
  const telling = createTelling({
    records,
    audit,
    sent: () => ladder.steps,
    exit: () => exit,
    isPaused: pausing.isPaused,
    onDone: leaveWhenDone,
  });
  const server = await serveControl(directory, {
    state: () => {
      look();
      return {
        say: 'state',
        now: clock(),
        ladder,
        exit,
        armed: planned.current(),
        paused: pausing.isPaused(),
        pauses: pausing.pauses(),
      };
    },
    answer,
    onLeave: leaveWhenDone,
  });
  records.change({ socket: server.path });
  keepGuard();
  watchPause();

  return {
    records,
    audit,
    ended: ({ code, signal, time }) => {
      exit = { code, signal, time, left: [] };
      look();
      planned.settle();
      records.change({ state: 'ended', exit: { code, signal, time }, socket: null });
      audit({ event: 'ended', code, signal, left: exit.left.map(({ pid }) => pid) });
      keepGuard();
      broadcast();
      telling.ended();
      attendRest();
      leaveWhenDone();
    },
    attendRest,
    arm: planned.arm,
    restore: planned.restore,
    renewSocket: async () => {
      if (!gone) {
        await server.renew();
      }
    },
    leave,
  };
}

/** A clock that was set back must not turn a wait of ten seconds into an hour. */
function earlierSteps(directory: string, now: number): Ladder['steps'] {
  return auditedSteps(directory).map(({ signal, time, wait }) => ({ signal, time: Math.min(time, now), wait }));
}
