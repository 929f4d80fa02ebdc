import { callAt } from '../callAt.ts';
import { steadyClock } from '../clock.ts';
import type { LadderState, StopSignal, TrainingControl } from '../control.ts';
import { climbed, type FirstSignal, type Ladder, ladderState, refusal, untouchedLadder } from '../ladder.ts';

/** A control that climbs by itself, without a keeper. */
export interface ClimbingControl extends TrainingControl {
  /** What the ladder begins with from now on: SIGTERM for a trainer whose saves SIGINT would spoil. */
  readonly beginWith: (first: FirstSignal) => void;
}

/** The ladder of a training without a keeper: what was sent from here, and when the next step is possible. */
export interface Climbing {
  readonly state: () => LadderState;
  /** Why a signal may not be sent now, as a sentence; null when it may. */
  readonly refusal: (signal: StopSignal) => string | null;
  readonly beginWith: (first: FirstSignal) => void;
  /** It was sent. `wait`: seconds before the next step. */
  readonly climb: (signal: StopSignal, wait: number) => void;
  /** What was seen of the training since. */
  readonly seen: (facts: Partial<Pick<Ladder, 'alive' | 'ignoresInterrupt'>>) => void;
  /** Seconds that only move forward, near the epoch's. */
  readonly clock: () => number;
  readonly close: () => void;
}

/** `changed` is called whenever a wait is over. */
export function createClimbing(changed: () => void): Climbing {
  const clock = steadyClock();
  let ladder = untouchedLadder;
  let first: FirstSignal = 'SIGINT';
  let forget = (): void => {};
  return {
    state: () => ladderState(ladder, clock(), first),
    refusal: (signal) => refusal(ladder, signal, clock(), first),
    beginWith: (signal) => {
      first = signal;
    },
    climb: (signal, wait) => {
      ladder = climbed(ladder, { signal, time: clock(), wait });
      forget();
      forget = callAt(clock() + wait, clock, changed);
    },
    seen: (facts) => {
      ladder = { ...ladder, ...facts };
    },
    clock,
    close: () => forget(),
  };
}
