import { readdirSync, readFileSync } from 'node:fs';
import { inOneLine } from '../words/inOneLine.ts';
import type { Kinship, ProcessFacts } from './processFacts.ts';

/** Reads one process from /proc (proc_pid_stat(5), proc_pid_status(5)); null when it is gone or a zombie. */
export function processFromProc(pid: number): ProcessFacts | null {
  const stat = readStat(pid);
  if (stat === null || stat.ended) {
    return null;
  }

  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return {
      pid,
      parent: stat.parent,
      group: stat.group,
      startTime: stat.startTime,
      user: Number(/^Uid:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN),
      stopped: stat.stopped,
      ignoresInterrupt: ignoresInterrupt(/^SigIgn:\s+([\da-f]+)/m.exec(status)?.[1] ?? '0'),
      command: commandLine(pid) || stat.name,
    };
  } catch {
    // It ended between the two reads.
    return null;
  }
}

/** Number, parent and group of everything that lives. Reads `stat` of all processes. */
export function kinshipFromProc(): readonly Kinship[] {
  return numbersInProc().flatMap((pid) => {
    const stat = readStat(pid);
    return stat === null || stat.ended ? [] : [{ pid, parent: stat.parent, group: stat.group }];
  });
}

/** Every living process of a group. Reads `stat` of all processes, but the rest only of those that belong to it. */
export function groupFromProc(group: number): readonly ProcessFacts[] {
  return numbersInProc()
    .filter((pid) => readStat(pid)?.group === group)
    .map(processFromProc)
    .filter((facts) => facts !== null)
    .toSorted((one, other) => one.pid - other.pid);
}

/** When a process started, even if it has ended and only its parent has not looked yet; null when there is none. */
export function startTimeFromProc(pid: number): number | null {
  return readStat(pid)?.startTime ?? null;
}

function numbersInProc(): readonly number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number);
}

interface Stat {
  readonly name: string;
  readonly parent: number;
  readonly group: number;
  readonly startTime: number;
  readonly stopped: boolean;
  readonly ended: boolean;
}

function readStat(pid: number): Stat | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }

  // The name stands in parentheses and may hold parentheses and spaces itself, so that fields are counted from the last one.
  const nameEnd = text.lastIndexOf(')');
  const fields = text.slice(nameEnd + 2).split(' ');
  const field = (number: number): string => fields[number - 3] ?? '';
  const state = field(3);
  return {
    name: text.slice(text.indexOf('(') + 1, nameEnd),
    parent: Number(field(4)),
    group: Number(field(5)),
    startTime: Number(field(22)),
    stopped: state === 'T',
    // A leader whose first thread returned is shown as a zombie too, while its other threads still train.
    ended: (state === 'Z' || state === 'X') && Number(field(20)) <= 1,
  };
}

/** SigIgn is a hexadecimal mask whose lowest bit is signal 1; SIGINT is signal 2. */
function ignoresInterrupt(mask: string): boolean {
  return (BigInt(`0x${mask}`) & 2n) !== 0n;
}

function commandLine(pid: number): string {
  return inOneLine(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '));
}
