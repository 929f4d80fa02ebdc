import { expect, test } from 'vitest';
import { singleLine } from '../../src/words/singleLine.ts';

test('text from outside becomes one line without control characters', () => {
  expect(singleLine(' a\u001B[31m\nb\t ')).toBe('a [31m b');
  expect(singleLine('x'.repeat(2000))).toHaveLength(1024);
});
