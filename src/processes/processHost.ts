import type { StopSignal } from '../stopping/control.ts';
import type { ProcessIdentity } from './processFacts.ts';
import type { ProcessFacts } from './processFacts.ts';

/** What stopping needs of the machine on which a foreign process runs: this one, or another over SSH. */
export interface ProcessHost {
  /** Null for this machine, else what to call it: `gpu-box`. */
  readonly name: string | null;
  /** Number of the user that would send the signals. */
  readonly user: () => Promise<number>;
  /** What people call a user there. */
  readonly userName: (user: number) => Promise<string>;
  /**
   * The facts of a process and of everything that belongs to it: its group, its descendants, and those of the others that are named. One that has
   * ended is left out, also when its number was given away since. Throws a sentence when the machine cannot be asked.
   */
  readonly family: (identities: readonly ProcessIdentity[]) => Promise<readonly ProcessFacts[]>;
  /**
   * Sends a signal to each of these that is still the same process, at that moment; or to a whole group, when its leader is. One that has ended is
   * passed over. Throws a sentence when the system refuses.
   */
  readonly send: (signal: AnySignal, to: Recipients) => Promise<void>;
}

export type AnySignal = StopSignal | 'SIGSTOP' | 'SIGCONT';

export type Recipients =
  | { readonly kind: 'group'; readonly leader: ProcessIdentity }
  | { readonly kind: 'processes'; readonly processes: readonly ProcessIdentity[] };
