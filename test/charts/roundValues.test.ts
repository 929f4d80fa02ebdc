import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roundValues } from '../../src/charts/roundValues.ts';

describe('round values', () => {
  test('lie between two others, are at most as many as asked, and stand as far from each other as each other', () => {
    const ends = fc.tuple(fc.double({ min: 0, max: 1e7, noNaN: true }), fc.double({ min: 1, max: 1e7, noNaN: true }));
    fc.assert(
      fc.property(ends, fc.integer({ min: 0, max: 20 }), fc.boolean(), ([from, length], most, isTime) => {
        const values = roundValues(from, from + length, most, isTime);
        expect(values.length).toBeLessThanOrEqual(most);
        const [first = 0, second = first] = values;
        for (const [index, value] of values.entries()) {
          expect(value).toBeGreaterThan(from);
          expect(value).toBeLessThan(from + length);
          expect(Number.isInteger(value)).toBe(true);
          expect(value).toBe(first + index * (second - first));
        }
      }),
    );
  });

  test('are what people count in', () => {
    expect(roundValues(1, 1620, 4, false)).toEqual([500, 1000, 1500]);
    expect(roundValues(0, 5400, 5, true)).toEqual([900, 1800, 2700, 3600, 4500]);
    expect(roundValues(0, 3 * 86_400, 4, true)).toEqual([86_400, 172_800]);
    expect(roundValues(1, 3, 5, false)).toEqual([2]);
    expect(roundValues(5, 5, 5, false)).toEqual([]);
  });
});
