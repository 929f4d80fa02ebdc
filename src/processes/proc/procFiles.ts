import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessFacts, ProcessLink } from '../processFacts.ts';
import { parseProcess, parseStat } from './procText.ts';

/** Reads one process of this machine from /proc; null when it is gone or a zombie. */
export function processFromProc(pid: number): ProcessFacts | null {
  const stat = readOrNull(pid, 'stat');
  const status = readOrNull(pid, 'status');
  const cmdline = readOrNull(pid, 'cmdline');
  // It may end between two of the reads.
  return stat === null || status === null || cmdline === null ? null : parseProcess(pid, { stat, status, cmdline });
}

/** Reads which processes live on this machine and who belongs to whom: `stat` of all of them. */
export function linksFromProc(): readonly ProcessLink[] {
  return numbersInProc().flatMap((pid) => {
    const text = readOrNull(pid, 'stat');
    const stat = text === null ? null : parseStat(pid, text);
    return stat === null || stat.ended ? [] : [stat];
  });
}

/** When a process started, also if it has ended and only its parent has not looked yet; null when there is none. */
export function startTimeFromProc(pid: number): number | null {
  const text = readOrNull(pid, 'stat');
  return text === null ? null : parseStat(pid, text).startTime;
}

/** Whether all threads of a process are halted, or it has ended. */
export function areThreadsHalted(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).every((thread) => {
      const { stopped, ended } = parseStat(pid, readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8'));
      return stopped || ended;
    });
  } catch {
    return true;
  }
}

function numbersInProc(): readonly number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number);
}

function readOrNull(pid: number, file: 'stat' | 'status' | 'cmdline'): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}
