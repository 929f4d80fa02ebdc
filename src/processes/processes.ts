import { existsSync } from 'node:fs';
import { linksFromProc, processFromProc, startTimeFromProc } from './proc/procFiles.ts';
import { processesFromPs, processFromPs } from './proc/psTable.ts';
import type { ProcessFacts, ProcessLink } from './processFacts.ts';

/** The process with this number, or null when there is none that lives: a zombie has ended. */
export function processFacts(pid: number): ProcessFacts | null {
  return hasProc() ? processFromProc(pid) : processFromPs(pid);
}

/** The processes with these numbers that live. */
export function factsOf(pids: ReadonlySet<number>): readonly ProcessFacts[] {
  if (!hasProc()) return processesFromPs().filter(({ pid }) => pids.has(pid));
  return [...pids].map(processFromProc).filter((facts) => facts !== null);
}

/** Everything that lives on this machine, and who belongs to whom. */
export function processLinks(): readonly ProcessLink[] {
  return hasProc() ? linksFromProc() : processesFromPs();
}

/** When a process started, in the unit of `ProcessIdentity.startTime`; a zombie's is known from /proc only. */
export function startTimeOf(pid: number): number | null {
  return hasProc() ? startTimeFromProc(pid) : (processFromPs(pid)?.startTime ?? null);
}

/** macOS and some BSDs have no /proc. */
function hasProc(): boolean {
  return existsSync('/proc/self/stat');
}
