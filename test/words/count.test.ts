import { expect, test } from 'vitest';
import { count, counted } from '../../src/words/count.ts';

test('a count has separators in a sentence, and none where it must be short', () => {
  expect(count(1_234_567)).toBe('1,234,567');
  expect([9002, 576_000, 1_250_000, 3e9, Number.NaN].map((value) => count(value, 'compact'))).toEqual([
    '9002',
    '576000',
    '1.3M',
    '3.0G',
    '?',
  ]);
});

test('a unit is in the singular only after one', () => {
  expect(counted(1, 'iteration')).toBe('1 iteration');
  expect(counted(1200, 'epoch')).toBe('1,200 epochs');
  expect(counted(2, 'process', 'processes')).toBe('2 processes');
});
