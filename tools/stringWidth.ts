import { displayWidth } from '../src/words/terminal/screenText.ts';

/**
 * Replaces the package `string-width` in the bundle. Ink measures every text several times a frame with it, grapheme by
 * grapheme because box drawing is not ASCII: `plateau watch` of a log of ten iterations a second takes 5.3 % of a core
 * with the package and 4.3 % without. Every text on our screen has gone through `screenText`, whose characters each
 * have one width.
 */
// Importers of the package import its default.
// oxlint-disable-next-line import/no-default-export
export default function stringWidth(text: unknown): number {
  if (typeof text !== 'string') return 0;
  return displayWidth(text.includes('\u001B') ? text.replaceAll(colour, '') : text);
}

/** SGR sequences: the only ones in our rows. */
const colour = /\u001B\[[\d;]*m/g;
