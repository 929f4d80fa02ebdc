import { resolve } from 'node:path';
import { defaultSettings } from '../advisor/verdict.ts';
import { auditedSignals, type AuditEvent, openAudit } from '../runs/audit.ts';
import { describedAs } from '../runs/description.ts';
import { runClock } from '../runs/runClock.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { diskProblem, tendReserve } from '../runs/disk/reserve.ts';
import { diskLookEvery } from './defaults.ts';
import type { StopPlan, TrainingExit } from '../stopping/control.ts';
import { lookEvery } from '../stopping/defaults.ts';
import { createStopDriver } from '../stopping/driver/stopDriver.ts';
import type { StopRecord } from '../stopping/machine/state.ts';
import { randomUUID } from 'node:crypto';
import { serveControl } from './socket/controlServer.ts';
import { createGuarding } from './keeperGuard.ts';
import { escapedFrom } from '../processes/proc/escaped.ts';
import { waitsNoMore } from './queue/moveRun.ts';
import { awaitsRetry } from '../runs/queue/describeAttempt.ts';
import { keeperProgram } from './startKeeper.ts';
import { isTimeOver } from './slurm.ts';
import { keptReach, takeEscaped } from './keptReach.ts';
import { openRecordStore, type RecordStore } from './recordStore.ts';
import { createLogFeed } from '../stopping/driver/logFeed.ts';
import { createKeeperMonitor } from './keeperMonitor.ts';

/** A keeper at work: it serves the control socket until the training has ended and nobody listens. */
export interface Keeper {
  readonly records: RecordStore;
  readonly audit: (event: AuditEvent) => void;
  /**
   * Records how the training ended, tells everyone, and goes. `time` in epoch seconds; both others null: nobody saw it.
   */
  readonly ended: (exit: Omit<TrainingExit, 'left'>) => Promise<void>;
  /**
   * For a training that had ended before: tells who asked what an earlier keeper did not, and stays while somebody
   * looks at what is left of its group.
   */
  readonly attendRest: () => void;
  /** Plans a stop, where that is possible. */
  readonly arm: (plan: StopPlan, by: string) => Promise<void>;
  /** Goes on with the stop that an earlier keeper had planned. */
  readonly restore: () => Promise<void>;
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
  const clock = runClock(record);
  const audit = openAudit(directory);
  let restWatch: NodeJS.Timeout | undefined;
  let isEndTold = record.state === 'ended';
  let gone = false;
  let isRetrying = false;
  // Loaded now: Plateau may be replaced by another version before it is needed.
  const retrying = awaitsRetry(record) ? import('./retry/retryRun.ts') : null;

  const leave = (reason: string): void => {
    if (gone) return;
    gone = true;
    clearInterval(restWatch);
    clearInterval(diskWatch);
    driver.close();
    feed.follow(null);
    monitor.close();
    // Whoever sends it away does not cancel the planned stop, nor another attempt.
    if (!isPlanned() && !awaitsRetry(records.current())) guard(false);
    audit({ event: 'keeper-ended', reason });
    server.close();
  };

  /** The keeper stays for what is left of the group only while somebody could do something about it. */
  const leaveWhenDone = (): void => {
    if (isRetrying) return;
    const isLeft = (): boolean => driver.status().exit?.left.length !== 0 || escapedFrom(records.current()).length > 0;
    const isNeeded = server.clients() > 0 && isLeft();
    if (isEndTold && !isNeeded && !isPlanned() && records.isWritten() && monitor.isDone()) {
      leave('the training has ended');
    }
  };

  /** Starts it again where that is asked for, and worth it. Its log is read for that. */
  const retryIfAsked = async (): Promise<void> => {
    if (isRetrying || !awaitsRetry(records.current())) return;
    isRetrying = true;
    const { retryRun } = await retrying!;
    await retryRun(records.current(), process.argv[1] ?? keeperProgram(), (retry) => {
      records.change({ retry });
      audit({ event: 'retried', ...retry });
    });
    isRetrying = false;
    keepGuard();
    leaveWhenDone();
  };

  const attendRest = (): void => {
    if (!gone) restWatch ??= setInterval(leaveWhenDone, lookEvery * 1000);
  };

  // Soon after the start, which is not to wait for it.
  const diskWatch = setInterval(() => {
    const done = tendReserve(directory);
    if (done === 'given up') audit({ event: 'reserve-given-up', problem: diskProblem(directory) ?? '' });
  }, diskLookEvery * 1000).unref();

  const isPlanned = (): boolean => (records.current().armed ?? null) !== null;
  const isAskedToTell = (): boolean =>
    (driver.status().exit === null || !monitor.isDone()) && (records.current().notices ?? null) !== null;
  const guard = createGuarding(directory, audit);
  const keepGuard = (): void => {
    guard(isPlanned() || isAskedToTell() || awaitsRetry(records.current()));
  };

  const records = openRecordStore(directory, record, audit, leaveWhenDone);
  const driver = createStopDriver({
    reach: keptReach(records),
    record: recorded(record, directory),
    clock,
    preset: () => records.current().advice?.preset ?? defaultSettings.preset,
    habits: () => monitor.habits(),
    checkpoints: () => ({
      paths: monitor.checkpoints().map((path) => resolve(records.current().cwd, path)),
      suffixes: monitor.habits()?.checkpointSuffixes ?? [],
    }),
    pathOf: (file) => resolve(records.current().cwd, file),
    refuses: (request) => {
      const problem = request.ask === 'arm' && request.plan.when !== 'now' ? monitor.problem() : null;
      return problem === null ? null : `Such a stop cannot be carried out: ${problem}. A stop at once can.`;
    },
    onRecord: ({ exit, ...kept }) => {
      const { requeues = null } = records.current();
      const isDue = kept.armed === null ? requeues : isTimeOver(kept.armed.plan) ? 'due' : 'wanted';
      records.change({
        ...kept,
        ...(requeues === null ? {} : { requeues: isDue }),
        ...(exit === null ? {} : { state: 'ended', exit, socket: null }),
      });
    },
    onAudit: audit,
    onFollow: (wanted) => {
      feed.follow(wanted);
    },
    onChange: () => {
      keepGuard();
      // Everyone who looks, and everyone who asked to be told.
      server.broadcast();
      monitor.changed();
    },
  });
  const monitor = createKeeperMonitor({
    records,
    audit,
    sent: () => driver.status().ladder.steps,
    exit: () => driver.status().exit,
    armed: () => driver.status().armed,
    onDone: leaveWhenDone,
    onEvent: (event) => {
      feed.onEvent(event);
    },
    onRead: () => {
      feed.onRead();
    },
  });
  const feed = createLogFeed(monitor, driver.tell, clock);
  const server = await serveControl(directory, {
    status: driver.status,
    refresh: async () => driver.look().catch(() => {}),
    answer: async (request) => {
      if (request.ask === 'describe') {
        records.change(describedAs(request.changes));
        audit({ event: 'described', by: request.by, changes: request.changes });
        return { problem: null, target: null };
      }
      if (request.ask === 'move') return { problem: waitsNoMore, target: null };
      if (request.ask === 'target' && request.escaped === true) takeEscaped(records);
      return driver.ask(request);
    },
    onLeave: leaveWhenDone,
  });
  records.change({ socket: server.path });
  keepGuard();

  return {
    records,
    audit,
    ended: async (exit) => {
      await driver.tell({ type: 'exited', exit });
      const left = driver.status().exit?.left ?? [];
      audit({ event: 'ended', code: exit.code, signal: exit.signal, left: left.map(({ pid }) => pid) });
      isEndTold = true;
      monitor.ended();
      keepGuard();
      attendRest();
      void retryIfAsked();
      leaveWhenDone();
    },
    attendRest: () => {
      monitor.ended();
      keepGuard();
      void retryIfAsked();
      attendRest();
    },
    arm: async (plan, by) => {
      await driver.ask({ request: randomUUID(), ask: 'arm', plan, by });
    },
    restore: async () => driver.tell({ type: 'restored' }),
    renewSocket: async () => {
      if (!gone) await server.renew();
    },
    leave,
  };
}

/** What an earlier keeper has left of a stop. */
function recorded(record: RunRecord, directory: string): StopRecord {
  const { armed = null, held = null, pauses = [], requests = [], exit } = record;
  return { armed, held, pauses, requests, exit, signals: record.signals ?? auditedSignals(directory) };
}
