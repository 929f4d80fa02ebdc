import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import process from 'node:process';
import type { ProcessLink } from '../processFacts.ts';
import { isForWriting } from './procText.ts';

/**
 * The processes of these that have a file open for writing, through /proc/PID/fd (proc_pid_fd(5)); only root sees those
 * of other users. This process is never among them.
 */
export function writersAmong<Link extends Pick<ProcessLink, 'pid'>>(
  processes: readonly Link[],
  path: string,
): readonly Link[] {
  const file = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (file === undefined) return [];
  return processes.filter(
    ({ pid }) =>
      pid !== process.pid && descriptorsOf(pid).some((name) => leadsTo(pid, name, file) && writesTo(pid, name)),
  );
}

/** The numbers of the open files of a process. */
export function descriptorsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`);
  } catch {
    // It has ended, or is another user's.
    return [];
  }
}

/** What a descriptor of a process leads to: a path, or `pipe:[1234]`; null where that cannot be told. */
export function linkOf(pid: number, name: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/fd/${name}`);
  } catch {
    return null;
  }
}

/** Whether a process has this descriptor open for writing (proc_pid_fdinfo(5)). */
export function writesTo(pid: number, name: string): boolean {
  try {
    const info = readFileSync(`/proc/${pid}/fdinfo/${name}`, 'utf8');
    return isForWriting(/^flags:\s+([0-7]+)/m.exec(info)?.[1] ?? null);
  } catch {
    return false;
  }
}

function leadsTo(pid: number, name: string, file: { readonly dev: bigint; readonly ino: bigint }): boolean {
  // A pipe or a device may block whoever asks.
  if (linkOf(pid, name)?.startsWith('/') !== true) return false;
  try {
    const found = statSync(`/proc/${pid}/fd/${name}`, { bigint: true });
    return found.dev === file.dev && found.ino === file.ino;
  } catch {
    return false;
  }
}
