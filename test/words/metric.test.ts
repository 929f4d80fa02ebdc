import { expect, test } from 'vitest';
import { percent, points } from '../../src/words/fraction.ts';
import { metricText } from '../../src/words/metric.ts';

test('a metric is written as its user wants it', () => {
  expect(metricText(0.8283, 'percent')).toBe('82.8 %');
  expect(metricText(0.8283, 'fraction')).toBe('0.828');
  expect(metricText(0.8283, 'percent', 'compact')).toBe('82.8 %');
  expect(metricText(0.6204, 'fraction', 'compact')).toBe('.6204');
  expect(metricText(1, 'fraction', 'compact')).toBe('1.0000');
  expect(metricText(0.907, 'fraction', 'compact', 3)).toBe('.907');
  expect(metricText(Number.NaN, 'percent')).toBe('nan');
});

test('a fraction is a percentage, and a difference of two is in points', () => {
  expect(percent(0.8312)).toBe('83.1 %');
  expect(points(0.0123)).toBe('1.2 points');
  expect(points(0.01)).toBe('1 point');
});
