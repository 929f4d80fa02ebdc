import { expect, test } from 'vitest';
import { mannKendallZ } from '../../src/advisor/model/mannKendall.ts';
import { median } from '../../src/advisor/model/median.ts';
import { noiseOf } from '../../src/advisor/model/noise.ts';
import { smoothedOf } from '../../src/advisor/model/smoothed.ts';
import { theilSenSlope } from '../../src/advisor/model/theilSen.ts';
import { windowOf } from '../../src/advisor/model/window.ts';

test('the median of an even number of values is the mean of the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, 1, 3])).toBe(3);
  expect(median([])).toBeNaN();
});

test('one wild value does not move the Theil-Sen slope of a line', () => {
  expect(theilSenSlope([0, 1, 2, 3, 4, 5], [1, 3, 5, 100, 9, 11])).toBe(2);
});

test('the Theil-Sen slope of a single point cannot be told', () => {
  expect(theilSenSlope([1], [1])).toBeNaN();
  expect(theilSenSlope([1, 1], [1, 2])).toBeNaN();
});

test('the Mann-Kendall deviate of five rising values is (10 - 1) / sqrt(5 x 4 x 15 / 18)', () => {
  expect(mannKendallZ([1, 2, 3, 4, 5])).toBeCloseTo(9 / Math.sqrt(300 / 18), 12);
  expect(mannKendallZ([5, 4, 3, 2, 1])).toBeCloseTo(-9 / Math.sqrt(300 / 18), 12);
  expect(mannKendallZ([2, 2, 2, 2])).toBe(0);
});

test('a steady trend is not noise', () => {
  expect(noiseOf([0.1, 0.2, 0.3, 0.4, 0.5])).toBeCloseTo(0, 12);
});

test('the noise of values that swing by one is 1.4826 / sqrt 2 of their differences', () => {
  // The differences are 1, -1, 1, -1: their median 0, the median distance from it 1.
  expect(noiseOf([0, 1, 0, 1, 0])).toBeCloseTo(1.4826 / Math.SQRT2, 4);
});

test('the smoothed series remembers its highest mean', () => {
  expect(smoothedOf([1, 3, 5, 1, 1], 4, 2)).toEqual({ now: 1, best: 4 });
  expect(smoothedOf([1, 3, 5, 1, 1], 2, 2)).toEqual({ now: 4, best: 4 });
});

test('a window of many readings is the means of neighbours, and passes over what is missing', () => {
  expect(windowOf([0, 1, 2, 3], [1, 3, null, 7], 0, 3, 2)).toEqual({ x: [0.5, 3], y: [2, 7] });
});
