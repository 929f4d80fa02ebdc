import { expect, test } from 'vitest';
import { isUtf8Locale } from '../../../src/words/terminal/locale.ts';

test.each([
  [{ LANG: 'C.UTF-8' }, true],
  [{ LANG: 'de_DE.utf8' }, true],
  [{ LANG: 'C' }, false],
  [{ LANG: 'en_US' }, false],
  [{ LANG: 'ja_JP.eucJP' }, false],
  [{ LANG: 'C', LC_CTYPE: 'C.UTF-8' }, true],
  [{ LANG: 'C.UTF-8', LC_CTYPE: 'POSIX' }, false],
  [{ LC_ALL: 'C', LC_CTYPE: 'C.UTF-8', LANG: 'C.UTF-8' }, false],
  [{ LC_ALL: '', LANG: 'C.UTF-8' }, true],
  [{}, true],
])('%o: may hold more than ASCII: %s', (environment, isUtf8) => {
  expect(isUtf8Locale(environment)).toBe(isUtf8);
});
