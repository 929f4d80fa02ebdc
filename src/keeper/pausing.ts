import type { AuditEvent } from '../runs/audit.ts';
import type { Pause } from '../stopping/control.ts';
import { pauseSettles } from './defaults.ts';
import type { RecordStore } from './recordStore.ts';
import { haltTraining } from './signalTraining.ts';
import { livingLeader } from '../processes/recorded.ts';
import { errorMessage } from '../words/errors.ts';

/** Halting a training and letting it go on, written down so that the time between does not count as training. */
export interface Pausing {
  /** Both return why not, as a sentence; null when it is done. */
  readonly pause: (by: string) => string | null;
  readonly resume: (by: string) => string | null;
  /** A signal that stops it has let it go on, so that it notices. */
  readonly continued: () => void;
  readonly isPaused: () => boolean;
  readonly pauses: () => readonly Pause[];
  /** Puts what is written down in step with what the system says: somebody else may halt it or let it go on. Returns whether that changed. */
  readonly look: () => boolean;
}

/** Halts and continues the training of a record. `clock` tells seconds that only move forward, near the epoch's. */
export function createPausing(records: RecordStore, audit: (event: AuditEvent) => void, clock: () => number): Pausing {
  const pauses = (): readonly Pause[] => records.current().pauses ?? [];
  const isOpen = (): boolean => pauses().at(-1)?.to === null;

  /** Until when the system's own account is not asked: a process that was just signalled halts only when it is its turn to run. */
  let trustedUntil = -Infinity;

  const write = (paused: boolean): void => {
    const now = clock();
    records.change({
      pauses: paused
        ? [...pauses(), { from: now, to: null }]
        : pauses().map(({ from, to }) => ({ from, to: to ?? Math.max(from, now) })),
    });
  };

  const look = (): boolean => {
    const stopped = livingLeader(records.current())?.stopped ?? false;
    const changed = stopped !== isOpen() && clock() >= trustedUntil;
    if (changed) {
      write(stopped);
    }

    return changed;
  };

  const turn = (paused: boolean, by: string): string | null => {
    look();
    if (paused === isOpen()) {
      return paused ? 'It was not paused again: it is paused already.' : 'It was not resumed: it is not paused.';
    }

    try {
      haltTraining(records.current(), paused ? 'SIGSTOP' : 'SIGCONT');
      trustedUntil = clock() + pauseSettles;
      write(paused);
      audit({ event: paused ? 'paused' : 'resumed', by });
      return null;
    } catch (error) {
      return errorMessage(error);
    }
  };

  return {
    pause: (by) => turn(true, by),
    resume: (by) => turn(false, by),
    continued: () => {
      if (isOpen()) {
        trustedUntil = clock() + pauseSettles;
        write(false);
      }
    },
    isPaused: isOpen,
    pauses,
    look,
  };
}
