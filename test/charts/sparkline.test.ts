import { expect, test } from 'vitest';
import { scaledSparkline } from '../../src/charts/sparkline.ts';

test('a sparkline has its lowest sign for the low end of its range and its highest for the high end', () => {
  expect(scaledSparkline(Float64Array.of(0, 0.5, 1, 7), { low: 0, high: 1 }, 'box')).toBe('▁▅██');
});

test('a sparkline joins what it knows and is blank elsewhere', () => {
  expect(scaledSparkline(Float64Array.of(NaN, 0, NaN, 1, NaN), { low: 0, high: 1 }, 'ascii')).toBe('  =# ');
});
