import { existsSync } from 'node:fs';
import { groupFromProc, kinshipFromProc, processFromProc, startTimeFromProc } from './procFiles.ts';
import { groupFromPs, kinshipFromPs, processFromPs } from './psTable.ts';

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

/** The process with this number, or null when there is none that lives: a zombie has ended. */
export function processFacts(pid: number): ProcessFacts | null {
  return hasProc() ? processFromProc(pid) : processFromPs(pid);
}

/** Every living process of a process group, by number. */
export function processesOfGroup(group: number): readonly ProcessFacts[] {
  return hasProc() ? groupFromProc(group) : groupFromPs(group);
}

/** Who belongs to whom, of everything that lives on this machine. */
export function kinship(): readonly Kinship[] {
  return hasProc() ? kinshipFromProc() : kinshipFromPs();
}

/** When a process started, in the unit of `ProcessIdentity.startTime`; a zombie's is known from /proc only. */
export function startTimeOf(pid: number): number | null {
  return hasProc() ? startTimeFromProc(pid) : (processFromPs(pid)?.startTime ?? null);
}

/** macOS and some BSDs have no /proc. */
function hasProc(): boolean {
  return existsSync('/proc/self/stat');
}
