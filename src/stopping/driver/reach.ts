import type { ProcessSignal } from '../../processes/host.ts';
import type { Observation, SignalOutcome } from '../machine/state.ts';

/** A training that can be looked at and signalled, wherever it runs. */
export interface Reach {
  /** Looks what lives of it. Throws a sentence when that cannot be known. */
  readonly look: () => Promise<Observation>;
  /**
   * Sends a signal to what was seen last, if it is still the same. `wasPaused`: it may be halted. Throws a sentence.
   */
  readonly send: (signal: ProcessSignal, wasPaused: boolean) => Promise<SignalOutcome>;
  /** Seconds between two looks; null: none is needed. `soon`: while something is to be expected. */
  readonly pace: { readonly seldom: number | null; readonly soon: number };
  /** Resolves when it is known to have ended, so that it is looked at once more. */
  readonly ended?: Promise<void>;
}
