import { expect, test } from 'vitest';
import { amount, count, counted, duration, percent } from '../../src/words/numbers.ts';

test.each([
  [0, '0 s'],
  [59.4, '59 s'],
  [60, '1 min'],
  [3599, '1 h'],
  [6720, '1 h 52 min'],
  [86_400, '24 h'],
  [273_600, '3 d 4 h'],
  [-5, '0 s'],
])('%d seconds are said as %s', (seconds, said) => {
  expect(duration(seconds)).toBe(said);
});

test.each([
  [0.46632, '0.4663'],
  [1234.5678, '1235'],
  [0.00001234, '1.23e-5'],
  [12_345_678, '1.23e+7'],
  [Number.NaN, 'nan'],
  [Number.NEGATIVE_INFINITY, '-inf'],
  [0, '0'],
])('a loss of %d is said as %s', (value, said) => {
  expect(amount(value)).toBe(said);
});

test('counts and percentages are said as people read them', () => {
  expect(count(1_234_567)).toBe('1,234,567');
  expect(counted(1, 'iteration')).toBe('1 iteration');
  expect(counted(1200, 'epoch')).toBe('1,200 epochs');
  expect(percent(0.8312)).toBe('83.1 %');
});
