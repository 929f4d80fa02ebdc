import type { AdviceSettings, Verdict } from '../../advisor/verdict.ts';
import type { RunEvent } from '../../run/events.ts';
import type { TrainerHabits } from '../../trainers/trainer.ts';
import { judgeEvery, judgeGap } from '../defaults.ts';
import { type FollowedLog, stopHabitsOf } from '../machine/state.ts';
import type { StopDriver } from './stopDriver.ts';

/** Tells a driver what the log says, as far as its stop needs it. */
export interface LogFeed {
  /** An event of the log, in their order. */
  readonly onEvent: (event: RunEvent) => void;
  /** What was written is read to its end. */
  readonly onRead: () => void;
  /** What is to be told from now on; null: nothing. */
  readonly follow: (log: FollowedLog | null) => void;
}

/** What whoever reads the log knows of it. */
export interface LogReading {
  /** Null until the trainer is recognised. */
  readonly habits: () => TrainerHabits | null;
  /** Null until all that was in the log before has been read. */
  readonly verdict: (now: number, preset: AdviceSettings['preset']) => Verdict | null;
}

/** `clock` tells seconds that only move forward, near the epoch's. */
export function createLogFeed(reading: LogReading, tell: StopDriver['tell'], clock: () => number): LogFeed {
  let log: FollowedLog | null = null;
  let events: RunEvent[] = [];
  let told: TrainerHabits | null = null;
  let judgedAt = -Infinity;
  let everySoOften: NodeJS.Timeout | undefined;
  let next: NodeJS.Timeout | undefined;

  const judge = (): void => {
    clearTimeout(next);
    next = undefined;
    judgedAt = clock();
    const preset = log?.preset ?? null;
    const verdict = preset === null ? null : reading.verdict(clock(), preset);
    if (verdict === null) return;
    const { name, isStop, headline } = verdict;
    void tell({ type: 'judged', verdict: { name, isStop, headline } });
  };

  const onRead = (): void => {
    if (log === null) return;
    const habits = reading.habits();
    if (habits !== null && habits !== told) {
      told = habits;
      void tell({ type: 'trainerKnown', habits: stopHabitsOf(habits) });
    }
    if (events.length > 0) void tell({ type: 'logRead', events });
    events = [];
    if (log.preset !== null) next ??= setTimeout(judge, Math.max(0, judgedAt + judgeGap - clock()) * 1000);
  };

  return {
    onEvent: (event) => {
      if (log !== null) events.push(event);
    },
    onRead,
    follow: (wanted) => {
      log = wanted;
      events = [];
      told = null;
      clearInterval(everySoOften);
      clearTimeout(next);
      next = undefined;
      // A budget of time is spent without a line, too.
      const isJudged = log !== null && log.preset !== null;
      if (isJudged) everySoOften = setInterval(judge, judgeEvery * 1000);
      onRead();
    },
  };
}
