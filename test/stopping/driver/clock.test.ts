import { afterEach, expect, test, vi } from 'vitest';
import { steadyClock } from '../../../src/stopping/driver/clock.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test("a step of the machine's clock neither shortens nor lengthens a wait", () => {
  const clock = steadyClock();
  const before = clock();
  const realNow = Date.now;
  for (const step of [3_600_000, -3_600_000]) {
    vi.spyOn(Date, 'now').mockImplementation(() => realNow() + step);
    expect(Math.abs(clock() - before)).toBeLessThan(60);
  }
});
