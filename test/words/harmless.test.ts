import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { harmless, harmlessJson, harmlessLines, singleLine } from '../../src/words/harmless.ts';

describe('text from outside', () => {
  test.each([
    ['an escape', 'a\u001B[31mred', String.raw`a\x1b[31mred`],
    ['the clipboard (OSC 52)', '\u001B]52;c;cm0gLXJmIH4=\u0007', String.raw`\x1b]52;c;cm0gLXJmIH4=\x07`],
    ['a C1 control', '\u009B2J\u009D0;title\u009C', String.raw`\x9b2J\x9d0;title\x9c`],
    ['a mark that turns the direction of writing', 'weights\u202Etp.exe', String.raw`weights\u202etp.exe`],
    ['an isolate', '\u2066a\u2069', String.raw`\u2066a\u2069`],
    ['a line break', 'one\r\ntwo\u2028three', String.raw`one\r\ntwo\u2028three`],
    ['an invisible character', 'tr\u200Bain\uFEFF', String.raw`tr\u200bain\ufeff`],
    ['a tag', 'a\u{E0041}', String.raw`a\u{e0041}`],
    ['half a character', 'a\uD800', String.raw`a\ud800`],
    ['a zero byte', 'a\0', String.raw`a\x00`],
  ])('%s is visible', (_what, text, shown) => {
    expect(harmless(text)).toBe(shown);
  });

  test('that is harmless stays as it is, whatever its script', () => {
    for (const text of ['plain', 'größer 日本語 می‌خواهم', '👩‍👩‍👧 ❤️', String.raw`C:\new\x1b`]) {
      expect(harmless(text)).toBe(text);
    }
  });

  test('is one line of at most 1024 characters', () => {
    expect(singleLine(' a\tb ')).toBe('a b');
    expect(singleLine('x'.repeat(2000))).toHaveLength(1024);
    expect(harmlessLines(['a\nb', 'c'])).toBe('a\\nb\nc');
  });

  test('becomes harmless at once and for all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = harmless(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u);
        expect(harmless(shown)).toBe(shown);
      }),
    );
  });

  test('means the same as JSON, on one line that a terminal can show', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = harmlessJson({ [text]: text });
        expect(json).toBe(harmless(json));
        expect(JSON.parse(json)).toEqual({ [text]: text });
      }),
    );
  });
});
