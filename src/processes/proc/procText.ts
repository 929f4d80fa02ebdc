import type { ProcessFacts, ProcessLink } from '../processFacts.ts';
import { singleLine } from '../../words/harmless.ts';

/** The text of the files of one process below /proc, from this machine or printed by another. */
export interface ProcTexts {
  readonly stat: string;
  /** Only the lines `Uid` and `SigIgn` are needed. */
  readonly status: string;
  readonly cmdline: string;
}

/** Reads what /proc says of a process (proc_pid_stat(5), proc_pid_status(5)); null for a zombie. */
export function parseProcess(pid: number, { stat, status, cmdline }: ProcTexts): ProcessFacts | null {
  const { name, ended, stopped, uninterruptible, ...link } = parseStat(pid, stat);
  if (ended) return null;
  return {
    ...link,
    user: Number(/^Uid:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN),
    stopped,
    uninterruptible,
    ignoresInterrupt: ignoresInterrupt(/^SigIgn:\s+([\da-f]+)/m.exec(status)?.[1] ?? '0'),
    command: singleLine(cmdline.replaceAll('\0', ' ')) || name,
  };
}

/** One line of /proc/PID/stat. */
export interface ProcStat extends ProcessLink {
  /** The program as the system calls it (`comm`). */
  readonly name: string;
  readonly stopped: boolean;
  readonly uninterruptible: boolean;
  readonly ended: boolean;
}

/** The name stands in parentheses and may hold parentheses and spaces, so that fields are counted from the last one. */
export function parseStat(pid: number, text: string): ProcStat {
  const nameEnd = text.lastIndexOf(')');
  const fields = text.slice(nameEnd + 2).split(' ');
  const field = (number: number): string => fields[number - 3] ?? '';
  const state = field(3);
  return {
    pid,
    parent: Number(field(4)),
    group: Number(field(5)),
    startTime: Number(field(22)),
    name: text.slice(text.indexOf('(') + 1, nameEnd),
    stopped: state === 'T',
    uninterruptible: state === 'D',
    // A leader whose first thread returned is shown as a zombie too, while its other threads still train.
    ended: (state === 'Z' || state === 'X') && Number(field(20)) <= 1,
  };
}

/** Whether a file is open for writing, from the octal `flags` of /proc/PID/fdinfo/N; null where they are not known. */
export function isForWriting(flags: string | null): boolean {
  // The two lowest bits are the access mode: 1 is O_WRONLY, 2 is O_RDWR (proc_pid_fdinfo(5), open(2)).
  return flags !== null && (Number.parseInt(flags, 8) & 3) !== 0;
}

/** SigIgn is a hexadecimal mask whose lowest bit is signal 1; SIGINT is signal 2. */
function ignoresInterrupt(mask: string): boolean {
  return (BigInt(`0x${mask}`) & 2n) !== 0n;
}
