import fc from 'fast-check';
import { renderToString, Text } from 'ink';
import { createElement } from 'react';
import { describe, expect, test } from 'vitest';
import {
  cutRow,
  fitRow,
  foreignRow,
  plainText,
  row,
  rowWidth,
  span,
  wholeWords,
  wrapText,
} from '../../../src/ui/view/text/row.ts';
import { asciiText } from '../../../src/ui/view/text/asciiText.ts';
import { cutText, displayWidth, screenText } from '../../../src/ui/view/text/screenText.ts';
import { paint, themeFor, themes } from '../../../src/ui/view/text/theme.ts';

describe('text of unknown origin', () => {
  test('keeps what every terminal measures alike', () => {
    expect(screenText('loss 0.5 — Fehler: größer, 日本語 🙂')).toBe('loss 0.5 — Fehler: größer, 日本語 🙂');
  });

  test('loses marks, joiners, controls and selectors that terminals measure differently', () => {
    expect(screenText('e\u0301 a\u0327\u0301')).toBe('é á'.normalize('NFC').replace('á', 'á'));
    expect(screenText('👩‍👩‍👧')).toBe('👩👩👧');
    expect(screenText('❤️')).toBe('❤');
    expect(screenText('👍🏽')).toBe('👍');
    expect(screenText('🇩🇪')).toBe('DE');
    expect(screenText('a\u001B[31mb\u0007c')).toBe('a[31mbc');
    expect(screenText('a\tb')).toBe('a b');
    expect(screenText('\uE0B0')).toBe('?');
  });

  test('is two cells for each wide character', () => {
    expect(displayWidth(screenText('日本語'))).toBe(6);
    expect(displayWidth(screenText('🙂'))).toBe(2);
    expect(displayWidth('loss')).toBe(4);
  });

  test('is never wider for Ink than for us, so that Ink never breaks a line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (raw) => {
        const text = screenText(raw).trim();
        fc.pre(text !== '');
        const drawn = renderToString(createElement(Text, null, text), { columns: displayWidth(text) });
        expect(drawn.split('\n')).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });

  test('is cut between characters, never through a wide one', () => {
    expect(cutText('日本語', 5)).toBe('日本');
    expect(cutText('日本語', 0)).toBe('');
    expect(cutText('plain', 3)).toBe('pla');
  });
});

test('text in ASCII keeps its width, and each sign becomes its nearest relative', () => {
  expect(asciiText('loss ━━━━╸ 97 % │ größer…')).toBe('loss ----- 97 % | gr??er~'.replace('gr??er', 'gro?er'));
  expect(asciiText('日本 ░█')).toBe('日本 ##');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (raw) => {
      const text = screenText(raw);
      expect(displayWidth(asciiText(text))).toBe(displayWidth(text));
    }),
  );
});

describe('a row', () => {
  test('is exactly as wide as asked, cut or filled', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 6 }),
        fc.integer({ min: 0, max: 60 }),
        (texts, width) => {
          const cells = texts.flatMap((text) => foreignRow(text));
          expect(rowWidth(fitRow(cells, width))).toBe(width);
          expect(rowWidth(cutRow(cells, width))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  test('says by a mark that something was cut off, where there is room for one', () => {
    expect(plainText(fitRow(row('a long name'), 6))).toBe('a lon…');
    expect(plainText(fitRow(row('exact'), 5))).toBe('exact');
    expect(plainText(fitRow(row('日本語'), 5))).toBe('日本…');
    expect(plainText(fitRow(row('日本語'), 4))).toBe('日… ');
    expect(plainText(fitRow(row('cut'), 2))).toBe('cu');
    expect(wholeWords('as many words as fit', 14)).toBe('as many …');
    expect(wholeWords('all of them', 11)).toBe('all of them');
    expect(wholeWords('unbreakable', 6)).toBe('unbre…');
  });

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

  test('ends every colour it begins', () => {
    expect(paint(row(span('a', 'stop'), 'b'), themes.dark)).toBe('\u001B[1;97;41ma\u001B[0mb');
    expect(paint(row(span('a', 'stop'), 'b'), themes.none)).toBe('ab');
  });
});

describe('the theme', () => {
  test('is none with NO_COLOR and on a dumb terminal, light where the terminal says so, else dark', () => {
    expect(themeFor({ NO_COLOR: '1' })).toBe('none');
    expect(themeFor({ NO_COLOR: '' })).toBe('dark');
    expect(themeFor({ TERM: 'dumb' })).toBe('none');
    expect(themeFor({ COLORFGBG: '0;15' })).toBe('light');
    expect(themeFor({ COLORFGBG: '15;0' })).toBe('dark');
  });

  test('uses only ANSI-16 colours, which tmux shows as they are', () => {
    for (const theme of Object.values(themes)) {
      for (const style of Object.values(theme)) expect(style).toMatch(/^((1|7|3[0-7]|4[0-7]|9[0-7]|10[0-7])(;|$))*$/);
    }
  });
});
