/**
 * Epoch seconds that only move forward, at the pace of a monotonic clock: stepping the machine's clock neither shortens
 * nor lengthens a wait.
 */
export function steadyClock(): () => number {
  const start = Date.now() / 1000 - performance.now() / 1000;
  return () => start + performance.now() / 1000;
}
