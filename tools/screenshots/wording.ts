import { shapesOf } from './glyphs.ts';
import type { Grid } from './grid.ts';

/**
 * Text for XML: what means something there is escaped, and characters that no XML document may have (XML 1.0, 2.2) are
 * left out.
 */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** The words and figures of a screen, row by row, for who cannot see it: frames and curves say nothing aloud. */
export function readAloud(grid: Grid): string {
  return grid
    .map((row) =>
      row
        .filter(({ width }) => width > 0)
        .map(({ text }) => (shapesOf(text) === null ? text : ' '))
        .join('')
        .trim()
        .replaceAll(/ {2,}/g, '  '),
    )
    .filter((row) => /[\p{L}\p{N}]/u.test(row))
    .join('\n');
}
