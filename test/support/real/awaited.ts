import { existsSync } from 'node:fs';
import { expect, vi } from 'vitest';
import { recordsIn } from './plateau.ts';

/** Waits until a file is there. */
export async function seen(path: string): Promise<void> {
  await vi.waitFor(() => expect(existsSync(path)).toBe(true), { timeout: 120_000, interval: 20 });
}

/** Waits until the newest run of a home has ended. */
export async function ended(environment: Record<string, string>): Promise<void> {
  await vi.waitFor(() => expect(recordsIn(environment)[0]?.state).toBe('ended'), { timeout: 60_000, interval: 50 });
}
