import { existsSync } from 'node:fs';
import type { AuditEvent } from '../../runs/audit.ts';
import { describedAs } from '../../runs/description.ts';
import { diskProblem } from '../../runs/disk/reserve.ts';
import { describeWaiting } from '../../runs/queue/describeWaiting.ts';
import { runClock } from '../../runs/runClock.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import type { Answer, StopStatus } from '../../stopping/controlMessages.ts';
import { queueLookEvery } from '../defaults.ts';
import { openRecordStore, type RecordStore } from '../recordStore.ts';
import { serveControl } from '../socket/controlServer.ts';
import type { KeeperRequest } from '../socket/messages.ts';
import { waitsNoMore } from './moveRun.ts';
import { lookAtPredecessor } from './predecessor.ts';
import { waitStep, type WaitEffect, type WaitEvent, type WaitState } from './waitStep.ts';

/** A keeper whose run waits for its turn. */
export interface Waiting {
  readonly records: RecordStore;
  /** Whether the turn has come, once that is decided; false also where this keeper was sent away. */
  readonly isDue: Promise<boolean>;
  /** As if somebody had asked for a stop: it never starts. */
  readonly stop: (by: string) => void;
  readonly renewSocket: () => Promise<void>;
  /** Leaves now: the run goes on waiting. */
  readonly leave: (reason: string) => void;
}

/**
 * Waits for the turn of a run whose lock the caller holds, and answers for it meanwhile. Throws a sentence when no
 * control socket can be made.
 */
export async function keepWaiting(
  directory: string,
  record: RunRecord,
  audit: (event: AuditEvent) => void,
): Promise<Waiting> {
  const clock = runClock(record);
  const due = Promise.withResolvers<boolean>();
  const records = openRecordStore(directory, record, audit, () => {});
  let state = stateOf(record);
  let isLooking = false;

  const happen = (event: WaitEvent): void => {
    const result = waitStep(state, event);
    ({ state } = result);
    for (const effect of result.effects) execute(effect);
    server.broadcast();
  };

  const execute = (effect: WaitEffect): void => {
    switch (effect.type) {
      case 'record':
        records.change({ after: effect.after });
        audit({ event: 'moved', after: effect.after });
        return;
      case 'start':
        finish(true);
        return;
      case 'end':
        records.change({ state: 'cancelled', problem: effect.reason, socket: null });
        audit({ event: 'cancelled', reason: effect.reason });
        finish(false);
        return;
      default:
        effect satisfies never;
    }
  };

  const finish = (isDue: boolean): void => {
    clearInterval(timer);
    // Whoever asked hears of it first, and the socket of the training takes the place of this one.
    setImmediate(() => {
      server.close();
      due.resolve(isDue);
    });
  };

  const look = async (): Promise<void> => {
    if (isLooking) return;
    // Whoever removed the run does not want it to start.
    if (!existsSync(directory)) return finish(false);
    isLooking = true;
    const { after } = state;
    const predecessor = after === null ? null : await lookAtPredecessor(after);
    isLooking = false;
    // It may have been moved meanwhile.
    if (after !== state.after) return;
    happen({ type: 'looked', time: clock(), predecessor, hasRoom: diskProblem(directory) === null });
  };

  const status = (): StopStatus => {
    const isOver = records.current().state === 'cancelled';
    const now = clock();
    return {
      now,
      ladder: { steps: [], ignoresInterrupt: false, alive: false },
      note: describeWaiting(records.current()),
      exit: isOver ? { code: null, signal: null, time: now, left: [] } : null,
      armed: null,
      paused: false,
      pauses: records.current().pauses ?? [],
    };
  };

  const answer = async (request: KeeperRequest): Promise<Answer> => ({ problem: perform(request), target: null });

  /** Returns why it was not done, as a sentence; null when it was. */
  const perform = (request: KeeperRequest): string | null => {
    switch (request.ask) {
      case 'signal':
        happen({ type: 'stopAsked', by: request.by });
        return null;
      case 'arm':
        if (request.plan.when === 'advice') return notNow.arm;
        happen({ type: 'stopAsked', by: request.by });
        return null;
      case 'move':
        if (state.stage !== 'waiting') return waitsNoMore;
        happen({ type: 'moveAsked', after: request.after });
        return null;
      case 'describe':
        records.change(describedAs(request.changes));
        audit({ event: 'described', by: request.by, changes: request.changes });
        return null;
      case 'target':
        return null;
      case 'cancel':
      case 'pause':
      case 'resume':
        return notNow[request.ask];
      default:
        return request satisfies never;
    }
  };

  const server = await serveControl(directory, { status, answer, refresh: async () => {}, onLeave: () => {} });
  records.change({ socket: server.path });
  const timer = setInterval(() => void look(), queueLookEvery * 1000);
  void look();

  return {
    records,
    isDue: due.promise,
    stop: (by) => happen({ type: 'stopAsked', by }),
    renewSocket: server.renew,
    leave: (reason) => {
      audit({ event: 'keeper-ended', reason });
      finish(false);
    },
  };
}

function stateOf({ after = null, starts = null }: RunRecord): WaitState {
  return { stage: 'waiting', after, notBefore: starts?.at ?? null, needsRoom: starts?.needsRoom ?? false };
}

const notNow = {
  arm: 'Auto-stop was not armed: the run waits for its turn, and nothing of it runs yet.',
  cancel: 'There is no stop to cancel: the run waits for its turn.',
  pause: 'It was not paused: the run waits for its turn, and nothing of it runs yet.',
  resume: 'It was not resumed: the run waits for its turn, and nothing of it runs yet.',
} as const;
