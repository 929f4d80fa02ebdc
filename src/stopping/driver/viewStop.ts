import { steadyNow } from '../../log/clock.ts';
import type { RunEvent } from '../../run/events.ts';
import type { TrainerHabits } from '../../trainers/trainer.ts';
import type { TrainingControl } from '../control.ts';
import type { ControlRequest } from '../controlMessages.ts';
import { createControl } from '../createControl.ts';
import { emptyRecord } from '../machine/state.ts';
import { createLogFeed } from './logFeed.ts';
import type { Reach } from './reach.ts';
import { createStopDriver } from './stopDriver.ts';

/** The stop of a training that somebody else started, and what has to be told to it. */
export interface ViewStop {
  readonly control: TrainingControl;
  /** An event of the log, in their order. */
  readonly onEvent: (event: RunEvent) => void;
  /** What was written is read to its end. */
  readonly onRead: () => void;
}

/**
 * Opens the stop of a training without a keeper. It is carried out by this process, so that nothing of it outlives the
 * view; how the training ended is not known, only that it has. `habits` are those of its trainer, once that is
 * recognised; `checkpoints` the absolute paths of those that its log has named.
 */
export async function openViewStop(
  reach: Reach,
  habits: () => TrainerHabits | null,
  checkpoints: () => readonly string[] = () => [],
): Promise<ViewStop> {
  const listeners = new Set<() => void>();
  const driver = createStopDriver({
    reach,
    record: emptyRecord,
    clock: steadyNow,
    preset: () => 'balanced',
    habits,
    checkpoints: () => ({ paths: checkpoints(), suffixes: habits()?.checkpointSuffixes ?? [] }),
    pathOf: (file) => file,
    refuses,
    remark: '; only while this screen is open',
    onRecord: () => {},
    onAudit: () => {},
    onFollow: (log) => feed.follow(log),
    onChange: () => {
      for (const listener of listeners) listener();
    },
  });
  const feed = createLogFeed({ habits, verdict: () => null }, driver.tell, steadyNow);
  const link = {
    status: driver.status,
    now: steadyNow,
    ask: driver.ask,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: driver.close,
    plans: ['now', 'checkpoint'] as const,
  };
  // A machine that does not answer now may do so later.
  await driver.tell({ type: 'restored' });
  return { control: createControl(link, 'plateau watch', steadyNow), onEvent: feed.onEvent, onRead: feed.onRead };
}

function refuses(request: ControlRequest): string | null {
  if (request.ask !== 'arm' || request.plan.when === 'now') return null;
  if (request.plan.when === 'advice') {
    return 'Auto-stop was not armed: only `plateau run` leaves a keeper behind, which can stop it when nobody looks.';
  }
  const isFile = request.plan.file !== undefined && request.plan.file !== null;
  return isFile ? 'No stop was planned: a file can be waited for only in a training of `plateau run`.' : null;
}
