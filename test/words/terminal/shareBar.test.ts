import { expect, test } from 'vitest';
import { shareBar } from '../../../src/words/terminal/shareBar.ts';

test('a bar is as long as its share, to an eighth of a cell, and always as wide as asked', () => {
  expect(shareBar(0, 4, 'braille')).toBe('    ');
  expect(shareBar(0.5, 4, 'braille')).toBe('██  ');
  expect(shareBar(0.53, 4, 'box')).toBe('██▏ ');
  expect(shareBar(1, 4, 'braille')).toBe('████');
  expect(shareBar(0.5, 4, 'ascii')).toBe('##  ');
  for (const share of [Number.NaN, -1, 2, 0.999, 0.01]) expect(shareBar(share, 5, 'box')).toHaveLength(5);
});
