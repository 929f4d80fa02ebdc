import { existsSync, readdirSync, statSync } from 'node:fs';
import { errorCode } from '../words/errors.ts';
import { linkOf, writesTo } from './proc/descriptors.ts';

/** A file that a process has open for writing, by whatever name it was opened. */
export interface OpenFile {
  readonly pid: number;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Epoch seconds at which it was last written. */
  readonly modified: number;
}

/** What processes have open for writing. */
export interface OpenFiles {
  readonly files: readonly OpenFile[];
  /** Processes whose open files this user may not see, or no one can (without a /proc). */
  readonly unseen: readonly number[];
}

/**
 * The regular files that these processes of this machine have open for writing, those that were removed left out. Reads
 * `fd` and `fdinfo` of each (proc_pid_fd(5)); a file counts once for each process that has it open.
 */
export function openFilesOf(pids: readonly number[]): OpenFiles {
  if (!existsSync('/proc/self/fdinfo')) return { files: [], unseen: pids };
  const seen = pids.map((pid) => ({ pid, files: filesOf(pid) }));
  return {
    files: seen.flatMap(({ files }) => files ?? []),
    unseen: seen.filter(({ files }) => files === null).map(({ pid }) => pid),
  };
}

/** Null where they may not be seen; none of a process that has ended. */
function filesOf(pid: number): readonly OpenFile[] | null {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => fileAt(pid, descriptor) ?? []);
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? [] : null;
  }
}

function fileAt(pid: number, descriptor: string): OpenFile | null {
  const path = linkOf(pid, descriptor);
  if (path === null || !path.startsWith('/') || path.endsWith(removed) || !writesTo(pid, descriptor)) return null;
  try {
    const stats = statSync(`/proc/${pid}/fd/${descriptor}`);
    return stats.isFile() ? { pid, path, size: stats.size, modified: stats.mtimeMs / 1000 } : null;
  } catch {
    // It was closed meanwhile.
    return null;
  }
}

const removed = ' (deleted)';
