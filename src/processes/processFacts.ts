/** What the operating system says of one living process. */
export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** See `ProcessIdentity.startTime`. */
  readonly startTime: number | null;
  /** Number of the user it runs as (the real one, which decides who may signal it: kill(2)). */
  readonly user: number;
  /** Stopped by SIGSTOP or ^Z: it reacts to nothing until it is continued. */
  readonly stopped: boolean;
  /** In a wait that no signal but SIGKILL ends (state D); absent where that is not told. */
  readonly uninterruptible?: boolean;
  readonly ignoresInterrupt: boolean;
  /** Its argument list in one line, control bytes replaced by spaces. */
  readonly command: string;
}

/**
 * Whether a process is halted: it is stopped itself, or it waits for a stopped child. A process that starts a program
 * with vfork(2) waits, in state D, until the child runs that program; a stop of both in between leaves it so.
 */
export function isHalted(facts: ProcessFacts, all: readonly ProcessFacts[]): boolean {
  const waits = facts.uninterruptible === true;
  return facts.stopped || (waits && all.some(({ parent, stopped }) => parent === facts.pid && stopped));
}

/** Which process this is, who started it, and to which group it belongs. */
export type ProcessLink = Pick<ProcessFacts, 'pid' | 'parent' | 'group' | 'startTime'>;

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /**
   * Clock ticks after boot at which it started (field 22 of /proc/PID/stat, proc_pid_stat(5)); where there is no /proc,
   * the epoch seconds that `ps` tells; null when neither could be asked.
   */
  readonly startTime: number | null;
}

/** Whether both name the same process. One whose start time is not known is never the same. */
export function isSame(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return one.pid === other.pid && one.startTime !== null && one.startTime === other.startTime;
}

/** A machine between two boots: home directories are shared by many machines, and a boot numbers processes anew. */
export interface Machine {
  readonly host: string;
  /** Fingerprint of this boot and of the container's process numbers; null where there is no /proc. */
  readonly boot: string | null;
  /** The boot alone (boot_id); absent, as all below: not noted. */
  readonly bootId?: string | null;
  /** The machine itself: clones of one image share it. */
  readonly id?: string | null;
  readonly pidNamespace?: string | null;
  /** Start time of the first process of that namespace, which the next one of the same number has not. */
  readonly firstProcess?: number | null;
  readonly uid?: number | null;
}
