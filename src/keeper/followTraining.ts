import { createAdvisor } from '../advisor/advisor.ts';
import type { AdviceSettings, Verdict } from '../advisor/verdict.ts';
import { followFile } from '../intake/follow.ts';
import type { RunEvent } from '../run/events.ts';
import { readCompanions } from '../session/companions.ts';
import { createReading } from '../session/reading.ts';
import type { Trainer, TrainerHabits } from '../trainers/trainer.ts';
import type { RunRecord } from './control.ts';
import { pausedSeconds, quietFrom } from './pauses.ts';

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
  /** The log cannot be read, as a sentence; or what went wrong with it. */
  readonly onProblem: (problem: string) => void;
}

/**
 * Reads the log of a run from its beginning and goes on as it grows. The record is asked for anew at each verdict, since a pause counts at once.
 * A line that makes the reading fail is a problem, and never the end of the keeper.
 */
export async function followTraining(
  record: () => RunRecord,
  settings: AdviceSettings,
  { onEvent, onRead, onProblem }: FollowListeners,
): Promise<FollowedTraining> {
  const { log, command, cwd, trainer: forced = null } = record();
  const advisor = createAdvisor(settings);
  let caughtUp = false;
  let quietSince: number | null = null;
  let companionsOf: Trainer | null = null;
  const hear = (event: RunEvent): void => {
    if (caughtUp) {
      onEvent(event);
    }
  };

  let reading = createReading(forced, hear);
  const push = (bytes: Buffer, time: number | null): void => {
    try {
      reading.push(bytes, time);
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error));
    }

    quietSince = time ?? quietSince;
    const trainer = reading.detector.trainer();
    if (trainer !== null && trainer !== companionsOf) {
      companionsOf = trainer;
      void readCompanions(reading, { command, cwd });
    }

    if (caughtUp) {
      onRead();
    }
  };

  const following = await followFile(
    log,
    {
      onBytes: push,
      onReset: () => {
        reading = createReading(forced, hear);
        companionsOf = null;
      },
      onEnd: () => {
        reading.end();
      },
      onCaughtUp: () => {
        caughtUp = true;
        onRead();
      },
      onProblem: (sentence) => {
        if (sentence !== null) {
          onProblem(sentence);
        }
      },
    },
    { waitForFile: true },
  );

  const habits = (): TrainerHabits | null => reading.detector.trainer()?.habits ?? null;
  return {
    habits,
    verdict: (now) =>
      caughtUp
        ? advisor.advise(reading.run, {
            now,
            alive: true,
            exit: null,
            quietSince: quietFrom(quietSince, record().pauses ?? [], now),
            paused: pausedSeconds(record().pauses ?? [], now),
            lossBands: habits()?.lossBands ?? false,
          })
        : null,
    close: following.close,
  };
}
