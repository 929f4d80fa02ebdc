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
