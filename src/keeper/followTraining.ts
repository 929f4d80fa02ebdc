import type { AdviceSettings, Verdict } from '../advisor/verdict.ts';
import type { RunEvent } from '../run/events.ts';
import { circumstancesOf } from '../monitor/circumstances.ts';
import { openMonitor } from '../monitor/openMonitor.ts';
import type { TrainerHabits } from '../trainers/trainer.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { runSource } from '../runs/runSource.ts';

/** A training as its keeper reads it while a stop is planned. */
export interface FollowedTraining {
  readonly habits: () => TrainerHabits | null;
  /** Null until all that was in the log before has been read. */
  readonly verdict: (now: number) => Verdict | null;
  readonly close: () => void;
}

/** What the keeper does with what it reads. */
export interface FollowListeners {
  /** Each event of a line that was written after the following began. */
  readonly onEvent: (event: RunEvent) => void;
  /** Something was read, and what is there now is read to its end. */
  readonly onRead: () => void;
}

/**
 * Reads a run as any view of it does, from its beginning, and goes on as it grows. The record is asked for anew at each
 * verdict, since a pause counts at once. Throws a sentence when its log cannot be read.
 */
export async function followTraining(
  record: () => RunRecord,
  settings: AdviceSettings,
  { onEvent, onRead }: FollowListeners,
): Promise<FollowedTraining> {
  let isLive = false;
  const circumstances = circumstancesOf(
    record(),
    { settings },
    {
      process: () => ({ alive: true, exit: null, pauses: record().pauses ?? [] }),
    },
  );
  const monitor = await openMonitor(runSource(record()), circumstances, {
    keepsTail: false,
    onEvent: (event) => {
      if (isLive) {
        onEvent(event);
      }
    },
  });
  const look = (): void => {
    isLive ||= monitor.caughtUp();
    if (isLive) {
      onRead();
    }
  };
  monitor.subscribe(look);
  look();
  return {
    habits: () => monitor.trainer()?.habits ?? null,
    verdict: (now) => (isLive ? monitor.verdict(now) : null),
    close: monitor.close,
  };
}
