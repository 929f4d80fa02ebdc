import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutRow, fitRow, overlaid, plainText, row, rowWidth, untrustedRow } from '../../../src/words/terminal/row.ts';

describe('a row', () => {
  test('is exactly as wide as asked, cut or filled', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 6 }),
        fc.integer({ min: 0, max: 60 }),
        (texts, width) => {
          const cells = texts.flatMap((text) => untrustedRow(text));
          expect(rowWidth(fitRow(cells, width))).toBe(width);
          expect(rowWidth(cutRow(cells, width))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  test('ends in an ellipsis where something was cut off and there is room for one', () => {
    expect(plainText(fitRow(row('a long name'), 6))).toBe('a lon…');
    expect(plainText(fitRow(row('exact'), 5))).toBe('exact');
    expect(plainText(fitRow(row('日本語'), 5))).toBe('日本…');
    expect(plainText(fitRow(row('日本語'), 4))).toBe('日… ');
    expect(plainText(fitRow(row('cut'), 2))).toBe('cu');
  });

  test('under another one keeps its colours and its ground on both sides', () => {
    const under = row({ text: '0123456789', role: 'loss', tint: 'zone-b' });
    expect(overlaid(under, row('box'), 4)).toStrictEqual([
      { text: '0123', role: 'loss', tint: 'zone-b' },
      { text: 'box', role: 'plain' },
      { text: '789', role: 'loss', tint: 'zone-b' },
    ]);
    expect(overlaid(row({ text: '日本語', role: 'map', tint: 'zone-a' }), row('ab'), 1)).toStrictEqual([
      { text: ' ', role: 'plain' },
      { text: 'ab', role: 'plain' },
      { text: ' 語', role: 'map', tint: 'zone-a' },
    ]);
  });
});
