import { expect, test } from 'vitest';
import { duration } from '../../src/words/duration.ts';

test.each([
  [0, '0 s', '0s'],
  [59.4, '59 s', '59s'],
  [60, '1 min', '1m'],
  [3599, '1 h', '1h'],
  [6720, '1 h 52 min', '1h52m'],
  [86_400, '24 h', '1d'],
  [273_600, '3 d 4 h', '3d4h'],
  [-5, '0 s', '0s'],
  [Number.NaN, '?', '?'],
])('%d seconds are %s in a sentence and %s in a pane', (seconds, sentence, compact) => {
  expect(duration(seconds)).toBe(sentence);
  expect(duration(seconds, 'compact')).toBe(compact);
});
