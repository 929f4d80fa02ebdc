import { plainText, type Role, type Row } from './row.ts';
import { cutText, displayWidth, elideText, ellipsis, screenText } from './screenText.ts';

/**
 * Breaks text at spaces into rows of at most `width` cells; continuation rows are indented by `indent` cells. A word
 * that is wider than a row is broken, a path after one of its slashes.
 */
export function wrapText(text: string, width: number, role: Role = 'plain', indent = 0): Row[] {
  const rows: Row[] = [];
  let line = '';
  const hanging = Math.max(0, Math.min(indent, width - 2));
  const room = () => Math.max(1, width - (rows.length > 0 ? hanging : 0));
  const finish = () => {
    rows.push([{ text: cutText(' '.repeat(rows.length > 0 ? hanging : 0) + line, width), role }]);
    line = '';
  };
  for (let word of screenText(text).split(' ')) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > room()) finish();
    while (displayWidth(word) > room()) {
      const piece = pathPiece(cutText(word, room()));
      if (piece === '') break;
      line = piece;
      finish();
      word = word.slice(piece.length);
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '' || rows.length === 0) finish();
  return rows;
}

/** Returns as many whole words as fit, with an ellipsis where there are more. */
export function wholeWords(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const words = plainText(wrapText(text, Math.max(1, width - 2))[0] ?? []);
  return words.includes(' ') ? `${words} ${ellipsis}` : elideText(text, width);
}

/** Cuts a path after its last slash, unless less than half of the row would be used. */
function pathPiece(text: string): string {
  const slash = text.lastIndexOf('/') + 1;
  return slash > text.length / 2 ? text.slice(0, slash) : text;
}
