import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runClock } from '../../runs/runClock.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { currentRecord } from '../../runs/runs.ts';
import type { TrainingControl, TrainingExit } from '../../stopping/control.ts';
import type { Answer, ControlRequest, StopStatus } from '../../stopping/controlMessages.ts';
import { createControl } from '../../stopping/createControl.ts';
import { connectTimeout } from '../defaults.ts';
import { whenHalted } from './haltedKeeper.ts';
import type { KeeperLink } from './keeperLink.ts';
import { reachKeeper } from './reachKeeper.ts';
import { keeperProgram } from '../startKeeper.ts';

/** How a control connects. */
export interface ControlOptions {
  /** What the asking program calls itself, for the audit log. */
  readonly by?: string;
  /** The identity of the one request that is made, where it has one already. */
  readonly request?: string;
  /** The keeper's program, where it is not the one that belongs to this build. */
  readonly keeperProgram?: string;
}

/**
 * Connects to the keeper of a run, which is adopted by a new keeper where the old one died; and again whenever that
 * happens later. For a run of which nothing lives the control only tells how it ended. Throws a sentence as
 * `reachKeeper`.
 */
export async function connectControl(record: RunRecord, options: ControlOptions = {}): Promise<TrainingControl> {
  const directory = dirname(record.log);
  const program = options.keeperProgram ?? keeperProgram();
  const listeners = new Set<() => void>();
  let status = endedStatus(record);
  let receivedAt = performance.now();
  let isClosed = false;

  const take = (received: StopStatus): void => {
    status = received;
    receivedAt = performance.now();
    for (const listener of listeners) listener();
  };

  const reach = async (): Promise<KeeperLink | null> => {
    const reached = await reachKeeper(directory, program, { onStatus: take, onLost: recover });
    if (reached === null) take(endedStatus(currentRecord(directory)));
    else if (isClosed) reached.close();
    return reached;
  };

  /** The keeper has gone: because all is over, or because it was killed, and then another one has to take its place. */
  const recover = (): void => {
    if (status.exit?.left.length === 0) link = Promise.resolve(null);
    else if (!isClosed) link = reachPatiently(reach, () => isClosed);
  };

  /** Asks again, with the same identity, where the keeper went before it answered: it may have done it or not. */
  const ask = async (request: ControlRequest): Promise<Answer | null> => {
    for (;;) {
      const asked = link;
      const keeper = await asked;
      if (keeper === null) return null;
      const answer = await answerOf(keeper, request);
      if (answer !== null) return answer;
      if (link === asked) throw new Error(gone);
    }
  };

  /** A keeper that is halted meanwhile answers nobody. */
  const answerOf = async (keeper: KeeperLink, request: ControlRequest): Promise<Answer | null> => {
    const done = new AbortController();
    try {
      return await Promise.race([
        keeper.ask(request),
        whenHalted(record, done.signal, ' What was asked for is done as soon as it goes on.'),
      ]);
    } finally {
      done.abort();
    }
  };

  let link: Promise<KeeperLink | null> = reach();
  await link;
  return createControl(
    {
      status: () => status,
      // The keeper's clock, which no step of the machine's clock disturbs.
      now: () => status.now + (performance.now() - receivedAt) / 1000,
      ask,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      close: () => {
        isClosed = true;
        listeners.clear();
        void link.then((keeper) => keeper?.close());
      },
    },
    options.by ?? `process ${process.pid}`,
    runClock(record),
    options.request === undefined ? undefined : () => options.request!,
  );
}

const gone =
  'The keeper of this training went away before it answered: look at the state of the training and ask again.';

/** What a keeper would say of a run of which nothing lives. */
function endedStatus({ exit, state, startedAt, pauses, clock }: RunRecord): StopStatus {
  const unstarted: TrainingExit | null =
    state === 'failed-to-start' || state === 'cancelled'
      ? { code: null, signal: null, time: startedAt, left: [] }
      : null;
  return {
    now: runClock({ clock })(),
    ladder: { steps: [], ignoresInterrupt: false, alive: false },
    note: null,
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
    if (isClosed()) return null;
    try {
      return await reach();
    } catch {
      // Tried again.
    }
  }
}
