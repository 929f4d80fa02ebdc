import { expect, test } from 'vitest';
import { shellQuote } from '../../src/words/shellQuote.ts';

test('an argument is quoted only where a shell would take it apart', () => {
  expect(shellQuote('backup/last_1.weights')).toBe('backup/last_1.weights');
  expect(shellQuote("it's here")).toBe(String.raw`'it'\''s here'`);
});
