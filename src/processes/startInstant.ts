import { readFileSync } from 'node:fs';

/**
 * When a process started, in epoch seconds, from its start time in clock ticks after boot (`ProcessIdentity.startTime`
 * where there is /proc); null when that cannot be told. The kernel tells ticks of 1/100 s to programs on all its
 * architectures but Alpha and IA-64 (USER_HZ, time(7)).
 */
export function startInstant(ticks: number | null): number | null {
  const boot = bootInstant();
  return ticks === null || boot === null ? null : boot + ticks / 100;
}

/** When this machine was started, in epoch seconds of its clock; null where there is no /proc. */
export function bootInstant(): number | null {
  try {
    const boot = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1];
    return boot === undefined ? null : Number(boot);
  } catch {
    return null;
  }
}
