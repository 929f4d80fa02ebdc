import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { callAt } from '../../../src/stopping/driver/callAt.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a call at an instant', () => {
  test('comes when the clock has reached it, even if the timer was early', () => {
    let now = 100;
    const call = vi.fn<() => void>();
    callAt(110, () => now, call);
    now = 109.995;
    vi.advanceTimersByTime(10_000);
    expect(call).not.toHaveBeenCalled();
    now = 110;
    vi.advanceTimersByTime(5);
    expect(call).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(60_000);
    expect(call).toHaveBeenCalledOnce();
  });

  test('can be called off', () => {
    const call = vi.fn<() => void>();
    callAt(110, () => 100, call)();
    vi.advanceTimersByTime(60_000);
    expect(call).not.toHaveBeenCalled();
  });
});
