import { defaultSettings } from '../advisor/verdict.ts';
import type { AuditEvent } from '../runs/audit.ts';
import { createLogFeed } from '../stopping/driver/logFeed.ts';
import type { StopDriver } from '../stopping/driver/stopDriver.ts';
import type { FollowedLog } from '../stopping/machine/state.ts';
import { followPatiently } from './followPatiently.ts';
import type { FollowedTraining } from './followTraining.ts';
import type { RecordStore } from './recordStore.ts';

/** The log of a training as far as a planned stop needs it. */
export interface StopLog {
  /** Reads it from now on, for this; null: no more. */
  readonly follow: (log: FollowedLog | null) => void;
  readonly close: () => void;
}

/** `tell` hears what it says. `clock` tells seconds that only move forward, near the epoch's. */
export function createStopLog(
  records: RecordStore,
  audit: (event: AuditEvent) => void,
  tell: StopDriver['tell'],
  clock: () => number,
): StopLog {
  let training: FollowedTraining | null = null;
  const feed = createLogFeed(
    {
      habits: () => training?.habits() ?? null,
      verdict: (now) => training?.verdict(now) ?? null,
    },
    tell,
    clock,
  );

  const open = ({ preset }: FollowedLog): FollowedTraining => {
    const settings = records.current().advice ?? defaultSettings;
    return followPatiently(
      records.current,
      { ...settings, preset: preset ?? settings.preset },
      {
        onEvent: feed.onEvent,
        onRead: feed.onRead,
        onProblem: (problem) => {
          audit({ event: 'unread', problem });
        },
      },
    );
  };

  const follow = (log: FollowedLog | null): void => {
    training?.close();
    training = log === null ? null : open(log);
    feed.follow(log);
  };

  return {
    follow,
    close: () => {
      follow(null);
    },
  };
}
