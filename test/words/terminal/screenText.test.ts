import fc from 'fast-check';
import { renderToString, Text } from 'ink';
import { createElement } from 'react';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { cutText, displayWidth, screenText } from '../../../src/words/terminal/screenText.ts';

describe('text of unknown origin', () => {
  test('keeps what every terminal measures alike', () => {
    expect(screenText('loss 0.5 — Fehler: größer, 日本語 🙂')).toBe('loss 0.5 — Fehler: größer, 日本語 🙂');
  });

  test('loses marks, joiners and selectors that terminals measure differently, and shows controls', () => {
    expect(screenText('e\u0301 a\u0327\u0301')).toBe('é á'.normalize('NFC').replace('á', 'á'));
    expect(screenText('👩‍👩‍👧')).toBe('👩👩👧');
    expect(screenText('❤️')).toBe('❤');
    expect(screenText('👍🏽')).toBe('👍');
    expect(screenText('🇩🇪')).toBe('DE');
    expect(screenText('a\u001B[31mb\u0007c')).toBe(String.raw`a\x1b[31mb\x07c`);
    expect(screenText('a\tb')).toBe('a b');
    expect(screenText('\uE0B0')).toBe('?');
  });

  test('is two cells for each wide character', () => {
    expect(displayWidth(screenText('日本語'))).toBe(6);
    expect(displayWidth(screenText('🙂'))).toBe(2);
    expect(displayWidth('loss')).toBe(4);
  });

  test('has the width for Ink that it has for us, whatever the character, so that Ink never breaks a line', () => {
    const measuredOtherwise: string[] = [];
    // Nothing is assigned in the planes after that but tags, selectors and private use.
    for (let code = 0; code <= 0x3ffff; code++) {
      const text = screenText(String.fromCodePoint(code));
      if (stringWidth(text) !== displayWidth(text)) measuredOtherwise.push(code.toString(16));
    }
    expect(measuredOtherwise).toEqual([]);
  });

  test('is drawn by Ink in one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (raw) => {
        const text = screenText(raw).trim();
        fc.pre(text !== '');
        const drawn = renderToString(createElement(Text, null, text), { columns: displayWidth(text) });
        expect(drawn.split('\n')).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });

  test('is cut between characters, never through a wide one', () => {
    expect(cutText('日本語', 5)).toBe('日本');
    expect(cutText('日本語', 0)).toBe('');
    expect(cutText('plain', 3)).toBe('pla');
  });
});
