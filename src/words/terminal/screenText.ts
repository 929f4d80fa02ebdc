import { harmless } from '../harmless.ts';

/**
 * Reduces text from outside (a log line, a run's name) to characters whose width every terminal, tmux and Ink agree on:
 * one cell each, or two for East Asian wide characters and emoji. Removes combining marks, joiners and selectors, shows
 * control characters as `harmless` does, turns flags into letters and everything else of doubtful width into `?`. A
 * character that is measured differently would shift the rest of its line and every border in it.
 */
export function screenText(text: string): string {
  if (plain.test(text)) return text;
  let out = '';
  for (const character of harmless(text.normalize('NFC'))) out += settle(character);
  return out;
}

/** Returns the cells that text takes which went through `screenText`. */
export function displayWidth(text: string): number {
  if (singleWidth.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += isWide(character) ? 2 : 1;
  return width;
}

/** Cuts text that went through `screenText` to at most `width` cells. */
export function cutText(text: string, width: number): string {
  if (width <= 0) return '';
  if (singleWidth.test(text)) return text.slice(0, width);
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += isWide(character) ? 2 : 1;
    if (used > width) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** Cuts text as `cutText` does, with an ellipsis where something was cut off. */
export function elideText(text: string, width: number): string {
  return displayWidth(text) <= width ? text : cutText(cutText(text, width - 1) + ellipsis, width);
}

/** Fills text with spaces to exactly `width` cells, or elides it to them. */
export function fitText(text: string, width: number): string {
  const cut = elideText(text, width);
  return cut + ' '.repeat(Math.max(0, width - displayWidth(cut)));
}

/** One cell wide; `asciiText` turns it into `~`. */
export const ellipsis = '…';

const plain = /^[\x20-\x7e]*$/;
/** ASCII, the ellipsis, box drawing, blocks and braille: nearly all of a usual screen. */
const singleWidth = /^[\x20-\x7e\u2026\u2500-\u259f\u2800-\u28ff]*$/;
const dropped = /[\p{Mark}\p{Control}\p{Format}\p{Surrogate}\p{Emoji_Modifier}\p{Default_Ignorable_Code_Point}]/u;
const narrow = /[\p{Letter}\p{Number}\p{Punctuation}\p{Symbol}\u{fffd}]/u;
/** Trigrams and digrams of the I Ching, one cell wide until Unicode 16, two since. */
const widened = /[\u{2630}-\u{2637}\u{268a}-\u{268f}]/u;
const wide =
  /[\u{1100}-\u{115f}\u{2e80}-\u{2e99}\u{2e9b}-\u{2ef3}\u{2f00}-\u{2fd5}\u{3001}-\u{303e}\u{3041}-\u{3096}\u{309b}-\u{30ff}\u{3105}-\u{312f}\u{3131}-\u{318e}\u{3190}-\u{31e3}\u{3200}-\u{321e}\u{3220}-\u{3247}\u{3250}-\u{a48c}\u{a490}-\u{a4c6}\u{ac00}-\u{d7a3}\u{f900}-\u{fa6d}\u{ff01}-\u{ff60}\u{ffe0}-\u{ffe6}\u{20000}-\u{2a6df}\p{Emoji_Presentation}]/u;

function settle(character: string): string {
  if (plain.test(character)) return character;
  const code = character.codePointAt(0)!;
  if (code === 0xa0 || code === 0x3000) return ' ';
  if (code >= 0x1f1e6 && code <= 0x1f1ff) return String.fromCodePoint(code - 0x1f1e6 + 0x41);
  if (dropped.test(character)) return '';
  if (isWide(character)) return character;
  if (widened.test(character)) return '?';
  // Terminals disagree on what lies above U+2E80: private use, rare scripts, symbols new to Unicode.
  const known = code < 0x2e80 || (code >= 0xff61 && code <= 0xff9d) || code === 0xfffd;
  return known && narrow.test(character) ? character : '?';
}

function isWide(character: string): boolean {
  return character >= '\u1100' && wide.test(character);
}
