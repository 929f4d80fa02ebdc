import type { ProcessFacts, ProcessIdentity } from './processFacts.ts';
import type { OpenFiles } from './openFiles.ts';
import type { TrainingProcesses } from './training.ts';

/** A machine on which a training runs: this one, or another that is asked over SSH. */
export interface Host {
  /** Null for this machine, else what to call it: `gpu-box`. */
  readonly name: string | null;
  /** Number of the user that would send the signals. */
  readonly user: () => Promise<number>;
  /** What people call a user there. */
  readonly userName: (user: number) => Promise<string>;
  /**
   * The facts of all processes of a training, and of what shares its process group. One that has ended is left out,
   * also when its number was given away since. Throws a sentence when the machine cannot be asked.
   */
  readonly family: (training: TrainingProcesses) => Promise<readonly ProcessFacts[]>;
  /** What these processes have open for writing. Throws a sentence when the machine cannot be asked. */
  readonly openFiles: (pids: readonly number[]) => Promise<OpenFiles>;
  /**
   * Sends a signal to each of these that is still the same process, at that moment; or to a whole group, when the
   * member that is named is. One that has ended is passed over. Throws a sentence when the system refuses. `look` is
   * taken at the last instant, on this machine only: where it forbids the signal, false is returned.
   */
  readonly send: (signal: ProcessSignal, to: Recipients, look?: LastLook) => Promise<boolean>;
}

/** A look at the last instant before a signal. */
export interface LastLook {
  /** Whether nothing is to be sent. */
  readonly forbids: () => boolean;
  /** Processes that are halted for it, which none of them is yet: all that the signal is sent to, or none. */
  readonly halts: readonly number[];
}

export type ProcessSignal = 'SIGINT' | 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT';

/** As long as one member of a group lives, the system gives its number to no other group. */
export type Recipients =
  | { readonly kind: 'group'; readonly group: number; readonly member: ProcessIdentity }
  | { readonly kind: 'processes'; readonly processes: readonly ProcessIdentity[] };
