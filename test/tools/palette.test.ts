import { describe, expect, test } from 'vitest';
import { hexOf, palettes } from '../../tools/screenshots/palette.ts';
import { themeOf } from '../../src/ui/terminal/theme.ts';

/** What has no words: it needs to be seen, not read. The edge of a zone is a threshold. */
const drawn = /^(?:band|fan|threshold)$/;
const zone = /^zone-.$/;

const plain = { kind: 'own' } as const;

describe.each(['dark', 'light'] as const)('the %s palette', (name) => {
  const palette = palettes[name];
  const stylesOf = (isMeant: (role: string) => boolean) =>
    ([16, 256] as const).flatMap((depth) =>
      Object.entries(themeOf(name, depth))
        .filter(([role, style]) => style !== '' && isMeant(role))
        .map(([role, style]) => [`${role} of ${depth}`, style] as const),
    );
  const contrastOf = (style: string) => {
    const [front, back] = colours(style);
    return contrast(hexOf(front, palette, palette.foreground), hexOf(back, palette, palette.background));
  };
  const written = stylesOf((role) => !drawn.test(role) && !zone.test(role));

  test.each(written)('shows what is %s clearly enough to be read (WCAG 2.1: 4.5, here 4)', (_role, style) => {
    expect(contrastOf(style)).toBeGreaterThan(4);
  });

  test.each(stylesOf((role) => drawn.test(role)))(
    'shows what is %s clearly enough to be seen (WCAG 2.1, 1.4.11)',
    (_role, style) => {
      expect(contrastOf(style)).toBeGreaterThan(3);
    },
  );
});

/** The colours that SGR parameters set. */
function colours(style: string) {
  const codes = style.split(';').map(Number);
  const of256 = (kind: 38 | 48) => {
    const at = codes.findIndex((code, index) => code === kind && codes[index + 1] === 5);
    return at === -1 ? plain : ({ kind: 'indexed', index: codes[at + 2]! } as const);
  };
  if (style.includes('8;5;')) return [of256(38), of256(48)] as const;
  const indexed = (dark: number, bright: number) => {
    const code = codes.find((each) => (each >= dark && each < dark + 8) || (each >= bright && each < bright + 8));
    if (code === undefined) return plain;
    return { kind: 'indexed', index: code >= bright ? code - bright + 8 : code - dark } as const;
  };
  return [indexed(30, 90), indexed(40, 100)] as const;
}

/** How much lighter one colour is than the other, 1 to 21 (WCAG 2.1, contrast ratio). */
function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((place) => {
    const part = Number.parseInt(hex.slice(place, place + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
