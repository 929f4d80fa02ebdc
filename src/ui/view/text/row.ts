import { cutMark, cutText, displayWidth, elideText, screenText } from './screenText.ts';

/** What a piece of text is, from which the theme decides how it looks. No meaning is carried by the look alone. */
export type Role =
  | 'plain'
  | 'dim'
  | 'strong'
  | 'title'
  | 'focus'
  | 'loss'
  | 'validation'
  | 'map'
  | 'iou'
  | 'threshold'
  | 'forecast'
  | 'other-a'
  | 'other-b'
  | 'other-c'
  | 'other-d'
  | 'mark'
  | 'key'
  | 'go'
  | 'watch'
  | 'may-stop'
  | 'stop'
  | 'selected';

export interface Span {
  readonly text: string;
  readonly role: Role;
}

/** One line of the screen, not yet coloured. */
export type Row = readonly Span[];

/** A row from pieces; plain strings are `plain`. The text must be ours or have gone through `screenText`. */
export function row(...pieces: readonly (string | Span)[]): Row {
  return pieces.map((piece) => (typeof piece === 'string' ? { text: piece, role: 'plain' } : piece));
}

export function span(text: string, role: Role): Span {
  return { text, role };
}

/** A row of text that is not ours. */
export function foreignRow(text: string, role: Role = 'plain'): Row {
  return [{ text: screenText(text), role }];
}

export function rowWidth(cells: Row): number {
  let width = 0;
  for (const piece of cells) width += displayWidth(piece.text);
  return width;
}

/** The row cut to at most `width` cells. */
export function cutRow(cells: Row, width: number): Row {
  const out: Span[] = [];
  let left = width;
  for (const piece of cells) {
    if (left <= 0) break;
    const taken = displayWidth(piece.text) <= left ? piece.text : cutText(piece.text, left);
    if (taken !== '') out.push({ text: taken, role: piece.role });
    if (taken !== piece.text) break;
    left -= displayWidth(taken);
  }
  return out;
}

/** The row cut to at most `width` cells, with a mark where something was cut off. */
export function elideRow(cells: Row, width: number): Row {
  if (rowWidth(cells) <= width || width < leastMarked) return cutRow(cells, width);
  const kept = cutRow(cells, width - 1);
  return cutRow([...kept, { text: cutMark, role: kept.at(-1)?.role ?? 'plain' }], width);
}

/** In less room the mark would hide more than it says. */
const leastMarked = 4;

/** The row filled with spaces to exactly `width` cells, or cut to them and marked so. */
export function fitRow(cells: Row, width: number): Row {
  const cut = elideRow(cells, width);
  const missing = width - rowWidth(cut);
  return missing > 0 ? [...cut, { text: ' '.repeat(missing), role: 'plain' }] : cut;
}

/** Left and right pieces with space between; the left one is cut when both do not fit. */
export function spread(left: Row, right: Row, width: number): Row {
  const room = width - rowWidth(right);
  if (room < 0) return fitRow(left, width);
  return [...fitRow(left, room), ...right];
}

/** Exactly `height` rows of exactly `width` cells. */
export function fitRows(rows: readonly Row[], width: number, height: number): Row[] {
  return Array.from({ length: Math.max(0, height) }, (_, index) => fitRow(rows[index] ?? [], width));
}

/** Panes of equal height, side by side. */
export function beside(panes: readonly (readonly Row[])[]): Row[] {
  const height = Math.max(0, ...panes.map((pane) => pane.length));
  return Array.from({ length: height }, (_, index) => panes.flatMap((pane) => pane[index] ?? []));
}

/** As many whole words as fit, with a mark where there would be more. */
export function wholeWords(text: string, width: number): string {
  const first = (room: number) => plainText(wrapText(text, Math.max(1, room))[0] ?? []);
  if (displayWidth(text) <= width) return text;
  const words = first(width - 2);
  return words.includes(' ') ? `${words} ${cutMark}` : elideText(text, width);
}

/** Words of our own text broken to rows of at most `width` cells; continuation rows begin with `indent` spaces. */
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

/** A path is broken after a slash where that leaves no short row. */
function pathPiece(text: string): string {
  const slash = text.lastIndexOf('/') + 1;
  return slash > text.length / 2 ? text.slice(0, slash) : text;
}

export function plainText(cells: Row): string {
  return cells.map((piece) => piece.text).join('');
}
