import { describe, expect, test } from 'vitest';
import { coloursFor, paint, themeFor, themeNames, themeOf } from '../../../src/ui/terminal/theme.ts';
import { row, span } from '../../../src/words/terminal/row.ts';

describe('the theme', () => {
  test('is none with NO_COLOR and on a dumb terminal, light or dark where the environment says so', () => {
    expect(themeFor({ NO_COLOR: '1' })).toBe('none');
    expect(themeFor({ NO_COLOR: '' })).toBeNull();
    expect(themeFor({ TERM: 'dumb' })).toBe('none');
    expect(themeFor({ COLORFGBG: '0;15' })).toBe('light');
    expect(themeFor({ COLORFGBG: '15;0' })).toBe('dark');
  });

  test.each(themeNames)(
    '%s has the same roles in 256 colours and in 16, of exact colours that tmux shows as they are',
    (name) => {
      const [few, many] = [themeOf(name, 16), themeOf(name, 256)];
      expect(Object.keys(many)).toEqual(Object.keys(few));
      for (const style of Object.values(few)) expect(style).toMatch(/^((1|4|7|3[0-7]|4[0-7]|9[0-7]|10[0-7])(;|$))*$/);
      for (const style of Object.values(many))
        expect(style).toMatch(/^((1|4|7|[34]8;5;(1[6-9]|[2-9]\d|[12]\d\d))(;|$))*$/);
    },
  );

  test('has no white bars for contrast', () => {
    for (const depth of [16, 256] as const) {
      for (const style of Object.values(themeOf('contrast', depth)))
        expect(style).not.toMatch(/\b(7|47|107|48;5;231)(;|$)/);
    }
  });

  test('takes 256 colours where TERM or COLORTERM promise them', () => {
    expect(coloursFor({ TERM: 'xterm-256color' })).toBe(256);
    expect(coloursFor({ TERM: 'xterm', COLORTERM: 'truecolor' })).toBe(256);
    expect(coloursFor({ TERM: 'linux' })).toBe(16);
    expect(coloursFor({})).toBe(16);
  });

  test('paints the ground of a zone together with what stands on it', () => {
    const spans = [{ text: 'a', role: 'loss', tint: 'zone-a' }] as const;
    expect(paint(spans, themeOf('dark', 256))).toBe('\u001B[38;5;75;48;5;233ma\u001B[0m');
    expect(paint(spans, themeOf('dark', 16))).toBe('\u001B[94ma\u001B[0m');
  });

  test('ends every colour it begins', () => {
    expect(paint(row(span('a', 'stop'), 'b'), themeOf('dark', 16))).toBe('\u001B[1;97;41ma\u001B[0mb');
    expect(paint(row(span('a', 'stop'), 'b'), themeOf('none', 16))).toBe('ab');
  });
});
