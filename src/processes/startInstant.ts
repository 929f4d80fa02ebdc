import { readFileSync } from 'node:fs';

/**
 * When a process started, in epoch seconds, from its start time in clock ticks after boot (`ProcessIdentity.startTime`
 * where there is /proc); null when that cannot be told. The kernel tells ticks of 1/100 s to programs on all its
 * architectures but Alpha and IA-64 (USER_HZ, time(7)).
 */
export function startInstant(ticks: number | null): number | null {
  try {
    const boot = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1];
    return ticks === null || boot === undefined ? null : Number(boot) + ticks / 100;
  } catch {
    return null;
  }
}
