import { existsSync } from 'node:fs';
import { groupFromProc, kinshipFromProc, processFromProc, startTimeFromProc } from './procFiles.ts';
import type { Kinship, ProcessFacts } from './processFacts.ts';
import { groupFromPs, kinshipFromPs, processFromPs } from './psTable.ts';

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
