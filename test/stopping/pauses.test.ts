import { expect, test } from 'vitest';
import { pausedSeconds, pausesUntil, quietFrom } from '../../src/stopping/pauses.ts';

test('the time of all pauses is added up, that of the present one up to now', () => {
  const pauses = [
    { from: 100, to: 160 },
    { from: 200, to: null },
  ];
  expect(pausedSeconds(pauses, 230)).toBe(90);
  expect(pausedSeconds([], 230)).toBe(0);
});

test('a pause during which the clock was set back takes nothing away from training time', () => {
  expect(pausedSeconds([{ from: 200, to: null }], 100)).toBe(0);
});

test('a paused training is not quiet by its own doing, and counts from its resumption on', () => {
  expect(quietFrom(150, [{ from: 200, to: null }], 999)).toBeNull();
  expect(quietFrom(150, [{ from: 200, to: 900 }], 999)).toBe(900);
  expect(quietFrom(950, [{ from: 200, to: 900 }], 999)).toBe(950);
  expect(quietFrom(150, [], 999)).toBe(150);
  expect(quietFrom(null, [{ from: 200, to: 900 }], 999)).toBeNull();
});

test('pauses are known at an instant as far as they had come then', () => {
  const pauses = [
    { from: 100, to: 160 },
    { from: 200, to: 260 },
  ];
  expect(pausesUntil(pauses, 99)).toEqual([]);
  expect(pausesUntil(pauses, 130)).toEqual([{ from: 100, to: null }]);
  expect(pausesUntil(pauses, 230)).toEqual([
    { from: 100, to: 160 },
    { from: 200, to: null },
  ]);
  expect(pausesUntil(pauses, 260)).toEqual(pauses);
});
