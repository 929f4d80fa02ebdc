import { expect, test } from 'vitest';
import { imagesReadText } from '../../src/report/progress.ts';

test.each([
  [0, 20_000, 5, '0 of 20,000 images read, 0 %'],
  [300, 20_000, 0.4, '300 of 20,000 images read, 2 %'],
  [5000, 20_000, 60, '5,000 of 20,000 images read, 25 %, about 3 min left'],
  [20_000, 20_000, 240, '20,000 of 20,000 images read, 100 %, about 0 s left'],
])('%i of %i images after %d s are said to be: %s', (done, total, seconds, text) => {
  expect(imagesReadText(done, total, seconds)).toBe(text);
});
