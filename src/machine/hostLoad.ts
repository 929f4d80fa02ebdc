import { stat, statfs } from 'node:fs/promises';
import { availableParallelism, freemem, loadavg, totalmem } from 'node:os';
import type { DiskSpace, HostLoad } from './machineSample.ts';

/** Returns the load and memory of this machine. Caches count as free, as MemAvailable does: proc_meminfo(5). */
export function hostLoad(): HostLoad {
  return {
    load: loadavg()[0] ?? 0,
    cores: availableParallelism(),
    memoryUsed: totalmem() - freemem(),
    memoryTotal: totalmem(),
  };
}

/** Returns the space on the file system that holds a path, or null without such a path. */
export async function diskSpace(path: string | null): Promise<DiskSpace | null> {
  if (path === null) return null;
  try {
    const { bavail, blocks, bsize } = await statfs(path);
    return { path, free: bavail * bsize, total: blocks * bsize };
  } catch {
    return null;
  }
}

/** Returns the size of a file in bytes, or null without such a file. */
export async function fileSize(path: string | null): Promise<number | null> {
  if (path === null) return null;
  try {
    return (await stat(path)).size;
  } catch {
    return null;
  }
}
