/** What a screen or a command may know of a training and do to it. Everything goes through the keeper; nothing else sends signals. */
export interface TrainingControl {
  /** Who would be signalled, freshly looked up; null when nothing is left to signal. */
  readonly target: () => Promise<StopTarget | null>;
  /**
   * Sends one signal to the verified process group and waits for nothing.
   * Throws a full sentence when the process is not the one that was started, is another user's, or the ladder forbids the step.
   * `wait` is how many seconds this step is given before the next one is allowed (default: `stepWait` in `defaults.ts`).
   */
  readonly signal: (signal: StopSignal, options?: { readonly wait?: number }) => Promise<void>;
  /** The ladder as it stands; also delivered to subscribers on every change. */
  readonly ladder: () => LadderState;
  /** Calls back with every change of the ladder or of the training's end; returns the way to stop listening. */
  readonly subscribe: (listener: () => void) => () => void;
  /** How the training ended, or null while it lives. */
  readonly exit: () => TrainingExit | null;
  readonly close: () => void;
}

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGKILL';

/** The process a stop would reach, as the operating system sees it now. */
export interface StopTarget {
  readonly pid: number;
  readonly processGroup: number;
  readonly user: string;
  readonly command: string;
  /** The process ignores SIGINT (SigIgn in /proc): SIGINT will do nothing. */
  readonly ignoresInterrupt: boolean;
  /** How many processes of the group live, the leader included. */
  readonly processes: number;
}

/** Which signals were sent, and which may be sent now: SIGTERM and SIGKILL only after an earlier one was waited for. */
export interface LadderState {
  readonly sent: readonly { readonly signal: StopSignal; readonly time: number }[];
  readonly allowed: readonly StopSignal[];
  /** Epoch seconds at which the next step becomes possible; null when it already is or none is left. */
  readonly nextAt: number | null;
  /** One line for a person: `SIGINT sent 4 s ago, waiting for the trainer to save and exit`. */
  readonly note: string | null;
}

/** How a training ended: an exit code, or the signal that killed it; both null when its keeper was not there to see. */
export interface TrainingExit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly time: number;
  /** Processes of its group that still live. */
  readonly left: readonly { readonly pid: number; readonly command: string }[];
}

/** `run.json` of a run directory. */
export interface RunRecord {
  readonly id: string;
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  /** Absolute path of the bytes the trainer writes. */
  readonly log: string;
  readonly state: 'starting' | 'running' | 'ended' | 'failed-to-start';
  /** Epoch seconds. */
  readonly startedAt: number;
  readonly keeper: ProcessIdentity | null;
  readonly training: ProcessIdentity | null;
  readonly exit: Omit<TrainingExit, 'left'> | null;
  /** Why it could not be started, as a sentence. */
  readonly problem: string | null;
  /** Where its process numbers mean something; absent in records of other origin. */
  readonly machine?: Machine;
  /** Path of the control socket, which is not in the run directory when that path is too long for one; null when none is served. */
  readonly socket?: string | null;
}

/** A machine between two boots: home directories are shared by many machines, and process numbers are given anew after a boot. */
export interface Machine {
  readonly host: string;
  /** Fingerprint of this boot and of the container's process numbers; null where there is no /proc. */
  readonly boot: string | null;
}

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /**
   * Clock ticks after boot at which it started (field 22 of /proc/PID/stat, proc_pid_stat(5)); where there is no /proc, the epoch seconds that
   * `ps` tells; null when neither could be asked.
   */
  readonly startTime: number | null;
}
