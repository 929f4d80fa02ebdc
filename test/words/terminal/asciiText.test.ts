import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asciiText } from '../../../src/words/terminal/asciiText.ts';
import { displayWidth, screenText } from '../../../src/words/terminal/screenText.ts';

test('text in ASCII keeps its width, and each character becomes the one most like it', () => {
  expect(asciiText('loss ━━━━╸ 97 % │ größer…')).toBe('loss ----- 97 % | gro?er~');
  expect(asciiText('日本 ░█')).toBe('日本 ##');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (raw) => {
      const text = screenText(raw);
      expect(displayWidth(asciiText(text))).toBe(displayWidth(text));
    }),
  );
});
