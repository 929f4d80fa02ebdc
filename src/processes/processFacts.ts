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
  readonly ignoresInterrupt: boolean;
  /** Its argument list in one line, control bytes replaced by spaces. */
  readonly command: string;
}

/** Who started a process, and to which group it belongs. */
export type Kinship = Pick<ProcessFacts, 'pid' | 'parent' | 'group'>;

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /**
   * Clock ticks after boot at which it started (field 22 of /proc/PID/stat, proc_pid_stat(5)); where there is no /proc, the epoch seconds that
   * `ps` tells; null when neither could be asked.
   */
  readonly startTime: number | null;
}

/** A machine between two boots: home directories are shared by many machines, and process numbers are given anew after a boot. */
export interface Machine {
  readonly host: string;
  /** Fingerprint of this boot and of the container's process numbers; null where there is no /proc. */
  readonly boot: string | null;
}
