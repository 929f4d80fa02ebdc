import { expect, test } from 'vitest';
import { bytes } from '../../src/words/bytes.ts';

test.each([
  [0, '0 B', '0B'],
  [512, '512 B', '512B'],
  [1_400_000, '1.4 MB', '1M'],
  [812 * 1024 ** 2, '851 MB', '812M'],
  [10.2 * 1024 ** 3, '11.0 GB', '10.2G'],
  [24 * 1024 ** 3, '25.8 GB', '24G'],
])('%d bytes are %s on a disk and %s of memory', (value, sentence, compact) => {
  expect(bytes(value)).toBe(sentence);
  expect(bytes(value, 'compact')).toBe(compact);
});
