import type { ProcessSignal } from '../../processes/host.ts';
import type { NamedCheckpoints } from '../kept/checkpointFiles.ts';
import type { Saving } from '../machine/saving.ts';
import type { Observation, SignalOutcome } from '../machine/state.ts';

/** A training that can be looked at and signalled, wherever it runs. */
export interface Reach {
  /**
   * Looks what lives of it, and, where checkpoints are named, whether one of them is being written. Throws a sentence
   * when what lives cannot be known.
   */
  readonly look: (named: NamedCheckpoints | null) => Promise<Observation>;
  /**
   * Sends a signal to what was seen last, if it is still the same. `wasPaused`: it may be halted. Where checkpoints are
   * named it looks at them once more, and returns the save that the signal would hit instead. Throws a sentence.
   */
  readonly send: (
    signal: ProcessSignal,
    wasPaused: boolean,
    named: NamedCheckpoints | null,
  ) => Promise<SignalOutcome | Saving>;
  /**
   * Seconds between two looks; null: none is needed. `soon`: while something is to be expected; `closely`: while a
   * signal waits for a save.
   */
  readonly pace: { readonly seldom: number | null; readonly soon: number; readonly closely: number };
  /** Resolves when it is known to have ended, so that it is looked at once more. */
  readonly ended?: Promise<void>;
}
