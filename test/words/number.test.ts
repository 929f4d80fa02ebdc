import { expect, test } from 'vitest';
import { number } from '../../src/words/number.ts';

test.each([
  [0.46632, '0.4663', '0.466'],
  [0.1, '0.1', '0.100'],
  [12.34, '12.34', '12.34'],
  [1234.5678, '1235', '1235'],
  [0.00261, '0.00261', '0.00261'],
  [0.00001234, '1.23e-5', '1.23e-5'],
  [123_456, '123500', '1.23e5'],
  [12_345_678, '1.23e7', '1.23e7'],
  [Number.NaN, 'nan', 'nan'],
  [Number.NEGATIVE_INFINITY, '-inf', '-inf'],
  [0, '0', '0'],
])('a loss of %d is %s in a sentence and %s in a pane', (value, sentence, compact) => {
  expect(number(value)).toBe(sentence);
  expect(number(value, 'compact')).toBe(compact);
});
