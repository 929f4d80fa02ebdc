import { displayWidth } from '../src/words/terminal/screenText.ts';

/**
 * Stands in for the package `string-width` in the bundle: a third of what a frame costs is Ink measuring text with it,
 * grapheme by grapheme, because box drawing is not ASCII. Every text on our screen has gone through `screenText`, whose
 * characters each have one width.
 */
// Who imports the package imports its default.
// oxlint-disable-next-line import/no-default-export
export default function stringWidth(text: unknown): number {
  if (typeof text !== 'string') return 0;
  return displayWidth(text.includes('\u001B') ? text.replaceAll(colour, '') : text);
}

/** SGR sequences: the only ones that our rows hold. */
const colour = /\u001B\[[\d;]*m/g;
