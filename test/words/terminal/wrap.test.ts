import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText, rowWidth } from '../../../src/words/terminal/row.ts';
import { wholeWords, wrapText } from '../../../src/words/terminal/wrap.ts';

describe('wrapped text', () => {
  test('breaks a path after a slash', () => {
    expect(wrapText('keep /data/runs/long/weights/best.pt', 24, 'plain', 2).map(plainText)).toEqual([
      'keep',
      '  /data/runs/long/',
      '  weights/best.pt',
    ]);
  });

  test('is wrapped at words and never wider than its room', () => {
    const rows = wrapText('the learning rate still drops twice', 12, 'plain', 2).map(plainText);
    expect(rows).toEqual(['the learning', '  rate still', '  drops', '  twice']);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 2, max: 30 }), (text, width) => {
        for (const cells of wrapText(text, width, 'plain', 2)) expect(rowWidth(cells)).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('is whole words where only the first row is wanted', () => {
    expect(wholeWords('as many words as fit', 14)).toBe('as many …');
    expect(wholeWords('all of them', 11)).toBe('all of them');
    expect(wholeWords('unbreakable', 6)).toBe('unbre…');
  });
});
