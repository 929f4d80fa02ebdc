import { statfs } from 'node:fs/promises';
import { availableParallelism, freemem, loadavg, totalmem } from 'node:os';
import type { DiskSpace, HostLoad } from './machineSample.ts';

/** Load and memory of this machine. Memory that the system can give back at once (caches) counts as free: MemAvailable (proc_meminfo(5)). */
export function hostLoad(): HostLoad {
  return {
    load: loadavg()[0] ?? 0,
    cores: availableParallelism(),
    memoryUsed: totalmem() - freemem(),
    memoryTotal: totalmem(),
  };
}

/** Space on the file system that a path is on; null when it does not exist. */
export async function diskSpace(path: string): Promise<DiskSpace | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(path);
    return { path, free: bavail * bsize, total: blocks * bsize };
  } catch {
    return null;
  }
}
