import { vi } from 'vitest';

/** Waits until the check no longer throws; after half a minute it throws what the check threw last. */
export function soon<Result>(check: () => Result | Promise<Result>, interval = 20): Promise<Result> {
  return vi.waitFor(check, { timeout: 30_000, interval });
}
