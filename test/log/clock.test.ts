import { afterEach, expect, test, vi } from 'vitest';
import { steadyNow } from '../../src/log/clock.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test("a step of the machine's clock neither shortens nor lengthens a wait", () => {
  const before = steadyNow();
  const realNow = Date.now;
  for (const step of [3_600_000, -3_600_000]) {
    vi.spyOn(Date, 'now').mockImplementation(() => realNow() + step);
    expect(Math.abs(steadyNow() - before)).toBeLessThan(60);
  }
});
