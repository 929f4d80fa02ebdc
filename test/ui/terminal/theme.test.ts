import { describe, expect, test } from 'vitest';
import { paint, themeFor, themes } from '../../../src/ui/terminal/theme.ts';
import { row, span } from '../../../src/words/terminal/row.ts';

describe('the theme', () => {
  test('is none with NO_COLOR and on a dumb terminal, light or dark where the environment says so', () => {
    expect(themeFor({ NO_COLOR: '1' })).toBe('none');
    expect(themeFor({ NO_COLOR: '' })).toBeNull();
    expect(themeFor({ TERM: 'dumb' })).toBe('none');
    expect(themeFor({ COLORFGBG: '0;15' })).toBe('light');
    expect(themeFor({ COLORFGBG: '15;0' })).toBe('dark');
  });

  test('uses only ANSI-16 colours, which tmux shows as they are', () => {
    for (const theme of Object.values(themes)) {
      for (const style of Object.values(theme)) expect(style).toMatch(/^((1|7|3[0-7]|4[0-7]|9[0-7]|10[0-7])(;|$))*$/);
    }
  });

  test('ends every colour it begins', () => {
    expect(paint(row(span('a', 'stop'), 'b'), themes.dark)).toBe('\u001B[1;97;41ma\u001B[0mb');
    expect(paint(row(span('a', 'stop'), 'b'), themes.none)).toBe('ab');
  });
});
