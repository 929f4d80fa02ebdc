import { expect, test } from 'vitest';
import { sparkline } from '../../src/words/sparkline.ts';

test('a curve is drawn between its own lowest and highest value', () => {
  expect(sparkline([0, 0.5, 1], 3)).toBe('▁▅█');
  expect(sparkline([0, 0.5, 1], 3, 'ascii')).toBe(' =#');
});

test('a long curve becomes the means of its neighbours, a constant one a line in the middle', () => {
  expect(sparkline([0, 0, 1, 1], 2)).toBe('▁█');
  expect(sparkline([3, 3, 3], 8)).toBe('▅▅▅');
  expect(sparkline([], 8)).toBe('');
});
