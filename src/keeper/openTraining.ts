import { setTimeout as sleep } from 'node:timers/promises';
import type { AdviceSettings, Verdict } from '../advisor/verdict.ts';
import { judgedFigureOf } from '../history/runDetails.ts';
import { createStatusWriter } from '../history/keepStatus.ts';
import { circumstancesOf } from '../monitor/circumstances.ts';
import { habitsOfTraining } from '../monitor/habitsOfTraining.ts';
import { openMonitor } from '../monitor/openMonitor.ts';
import { createNotifier, type Notifier, putOnce } from '../notices/notifier.ts';
import { pollMonitor } from '../notices/pollMonitor.ts';
import { attemptNotice } from '../notices/recordNotices.ts';
import type { RunEvent } from '../run/events.ts';
import type { ArmedStop, LadderState, TrainingExit } from '../stopping/control.ts';
import type { TrainerHabits } from '../trainers/trainer.ts';
import type { AuditEvent } from '../runs/audit.ts';
import { errorMessage } from '../words/errors.ts';
import { lastReading } from './defaults.ts';
import { createGroupWatch } from './group/groupWatch.ts';
import { keptSource } from './keptSource.ts';
import { openOutbox } from './openOutbox.ts';
import type { RecordStore } from './recordStore.ts';

/** A training whose log its keeper reads. */
export interface OpenedTraining {
  readonly habits: () => TrainerHabits | null;
  /** Paths of the checkpoints that the log has named, as they stand there. */
  readonly checkpoints: () => readonly string[];
  /**
   * What a stop on advice is to heed; null until all that was in the log before has been read. That going on is hardly
   * worth it (`plateau`) is no reason to stop the run that leads its group: the best of the group is what it is for.
   */
  readonly verdict: (now: number, preset?: AdviceSettings['preset']) => Verdict | null;
  readonly lookSoon: () => void;
  /** Reads the log of a training that has ended to its end, tells that, and gives notices on their way some seconds. */
  readonly finish: (seconds: number) => Promise<void>;
  /** Stops reading, and drops what is on its way. */
  readonly close: () => void;
}

/** What is known of a training by its keeper, and who hears of its log. */
export interface TrainingNeeds {
  readonly records: RecordStore;
  readonly audit: (event: AuditEvent) => void;
  readonly sent: () => LadderState['sent'];
  readonly exit: () => TrainingExit | null;
  readonly armed: () => ArmedStop | null;
  /** Called with each event of a line that was written after the reading began, and when all there is has been read. */
  readonly onEvent: (event: RunEvent) => void;
  readonly onRead: () => void;
}

/**
 * Follows the log of a training as any view does, keeps `status.json` and `times.jsonl` up to date, and gives notice of
 * what changes to those who asked. `isNew`: this keeper has started it. `complain` hears what went wrong, a sentence
 * each. Throws a sentence when the log cannot be read.
 */
export async function openTraining(
  isNew: boolean,
  needs: TrainingNeeds,
  complain: (problem: string) => void,
): Promise<OpenedTraining> {
  const { records, exit, onEvent, onRead } = needs;
  const process = () => ({ alive: exit() === null, exit: exit(), pauses: records.current().pauses ?? [] });
  const groupWatch = createGroupWatch(records.current, needs.audit);
  const circumstances = circumstancesOf(records.current(), {}, { process, others: groupWatch.others });
  let isLive = isNew;
  const monitor = await openMonitor(keptSource(records.current(), isNew), circumstances, {
    keepsTail: false,
    onEvent: (event) => {
      if (isLive) onEvent(event);
    },
  });
  const notifier = await openNotifier(isNew, monitor, needs, complain);
  const keepStatus = createStatusWriter(records.current, monitor);
  const standing = () => ({
    points: monitor.groupPoints(),
    metric: judgedFigureOf(monitor.run, monitor.settings).name,
  });
  const leads = (): boolean => {
    try {
      return groupWatch.leads(standing);
    } catch (error) {
      complain(errorMessage(error));
      return false;
    }
  };
  const look = (isLast = false): void => {
    const now = monitor.now();
    try {
      if (monitor.caughtUp() && exit() === null) {
        groupWatch.look(monitor.run.evaluations.length, () => {
          // The points are those of the last verdict.
          monitor.verdict(now);
          return standing();
        });
      }
      notifier?.look(now);
      keepStatus(now, isLast);
    } catch (error) {
      // Nothing that is thought of a log may end its keeper.
      complain(errorMessage(error));
    }
  };
  const polling = pollMonitor(monitor, () => look());
  const unsubscribe = monitor.subscribe(() => {
    isLive ||= monitor.caughtUp();
    if (isLive) onRead();
  });
  isLive ||= monitor.caughtUp();

  return {
    habits: () => habitsOfTraining(monitor.trainer(), monitor.run, records.current().command),
    checkpoints: () => [...new Set(monitor.run.checkpoints.map(({ path }) => path))],
    verdict: (now, preset) => {
      if (!monitor.caughtUp()) return null;
      const verdict = monitor.verdict(now, preset);
      return verdict.name === 'plateau' && leads() ? { ...verdict, isStop: false } : verdict;
    },
    lookSoon: polling.lookSoon,
    finish: async (seconds) => {
      // What it had started may go on writing.
      await Promise.race([monitor.readToEnd(), sleep(lastReading * 1000, undefined, { ref: false })]);
      polling.stop();
      look(true);
      for (const problem of (await notifier?.close(seconds)) ?? []) complain(problem);
    },
    close: () => {
      unsubscribe();
      polling.stop();
      monitor.close();
      void notifier?.close(0);
    },
  };
}

/** Null where nobody is told. A training that is another attempt tells that first. */
async function openNotifier(
  isNew: boolean,
  monitor: Awaited<ReturnType<typeof openMonitor>>,
  { records, sent, exit, armed }: TrainingNeeds,
  complain: (problem: string) => void,
): Promise<Notifier | null> {
  const record = records.current();
  const outbox = await openOutbox(record, complain);
  if (outbox === null) return null;
  const attempt = isNew ? attemptNotice(record) : null;
  if (attempt !== null) putOnce(outbox, attempt, record);
  return createNotifier({
    monitor,
    control: { exit, ladder: () => ({ sent: sent(), allowed: [], nextAt: null, note: null }), armed },
    title: record.name,
    record,
    exit: null,
    write: null,
    outbox,
    environment: {},
  });
}
