import { harmless } from '../harmless.ts';
import { cutText, displayWidth, ellipsis, screenText } from './screenText.ts';

/** What a span is. The theme decides how it looks; no meaning is carried by the look alone. */
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
  | 'fan'
  | 'band'
  | 'other-a'
  | 'other-b'
  | 'other-c'
  | 'other-d'
  | 'fault'
  | 'mark'
  | 'key'
  | 'go'
  | 'watch'
  | 'may-stop'
  | 'stop'
  | 'selected';

/** The ground of a zone of a chart. A theme may leave it out: the edge of a zone is a line as well. */
export type Tint = 'zone-a' | 'zone-b' | 'zone-c';

export interface Span {
  readonly text: string;
  readonly role: Role;
  readonly tint?: Tint;
}

/** One line of the screen, before it is coloured. */
export type Row = readonly Span[];

/** Makes a row of spans; strings become `plain` spans. The text must be our own or have gone through `screenText`. */
export function row(...pieces: readonly (string | Span)[]): Row {
  return pieces.map((piece) => (typeof piece === 'string' ? { text: piece, role: 'plain' } : piece));
}

export function span(text: string, role: Role): Span {
  return { text, role };
}

/** Makes a row of text from outside: a log line, a name, an error. */
export function untrustedRow(text: string, role: Role = 'plain'): Row {
  return [{ text: screenText(text), role }];
}

/** The border of the screen: whatever text got into a row by whichever way, it cannot steer the terminal. */
export function harmlessRow(spans: Row): Row {
  return spans.map((piece) => ({ ...piece, text: harmless(piece.text) }));
}

export function rowWidth(spans: Row): number {
  let width = 0;
  for (const { text } of spans) width += displayWidth(text);
  return width;
}

export function plainText(spans: Row): string {
  return spans.map(({ text }) => text).join('');
}

/** Cuts a row to at most `width` cells. */
export function cutRow(spans: Row, width: number): Row {
  const out: Span[] = [];
  let left = width;
  for (const piece of spans) {
    const { text } = piece;
    if (left <= 0) break;
    const taken = displayWidth(text) <= left ? text : cutText(text, left);
    if (taken !== '') out.push({ ...piece, text: taken });
    if (taken !== text) break;
    left -= displayWidth(taken);
  }
  return out;
}

/** Cuts a row to at most `width` cells, with an ellipsis where something was cut off. */
export function elideRow(spans: Row, width: number): Row {
  if (rowWidth(spans) <= width || width < minElidedWidth) return cutRow(spans, width);
  const kept = cutRow(spans, width - 1);
  return cutRow([...kept, { text: ellipsis, role: kept.at(-1)?.role ?? 'plain' }], width);
}

/** In fewer cells the ellipsis would take more than it tells. */
const minElidedWidth = 4;

/** Fills a row with spaces to exactly `width` cells, or elides it to them. */
export function fitRow(spans: Row, width: number): Row {
  const own = rowWidth(spans);
  if (own === width) return spans;
  const cut = own < width ? spans : elideRow(spans, width);
  const missing = width - (own < width ? own : rowWidth(cut));
  return missing > 0 ? [...cut, { text: ' '.repeat(missing), role: 'plain' }] : cut;
}

/** Puts one row at the left and one at the right; the left one is elided where both do not fit. */
export function spread(left: Row, right: Row, width: number): Row {
  const room = width - rowWidth(right);
  if (room < 0) return fitRow(left, width);
  return [...fitRow(left, room), ...right];
}

/** Returns exactly `height` rows of exactly `width` cells. */
export function fitRows(rows: readonly Row[], width: number, height: number): Row[] {
  return Array.from({ length: Math.max(0, height) }, (_, index) => fitRow(rows[index] ?? [], width));
}

/** Returns a row with another one laid over it from cell `left` on. */
export function overlaid(under: Row, over: Row, left: number): Row {
  return [...fitRow(cutRow(under, left), left), ...over, ...rowFrom(under, left + rowWidth(over))];
}

/**
 * Returns what of a row is left without its first `from` cells. A wide character that is cut in two becomes a space.
 */
function rowFrom(spans: Row, from: number): Row {
  const out: Span[] = [];
  let skip = from;
  for (const piece of spans) {
    const { text } = piece;
    const width = displayWidth(text);
    if (skip >= width) {
      skip -= width;
      continue;
    }
    const gone = skip === 0 ? '' : cutText(text, skip);
    const cut = skip - displayWidth(gone);
    const rest = text.slice(gone.length);
    out.push({ ...piece, text: cut === 0 ? rest : ` ${rest.slice(Array.from(rest)[0]!.length)}` });
    skip = 0;
  }
  return out;
}

/** Puts pieces side by side, in as many rows as that needs. The blanks at the end of a row may be cut off. */
export function flowing(pieces: readonly Row[], width: number): Row[] {
  const rows: Span[][] = [];
  let left = 0;
  for (const piece of pieces) {
    const needed = displayWidth(plainText(piece).trimEnd());
    if (rows.length === 0 || needed > left) {
      rows.push([]);
      left = width;
    }
    rows.at(-1)!.push(...piece);
    left -= rowWidth(piece);
  }
  return rows.map((cells) => cutRow(cells, width));
}

/** Joins panes of equal height side by side. */
export function sideBySide(panes: readonly (readonly Row[])[]): Row[] {
  const height = Math.max(0, ...panes.map((pane) => pane.length));
  return Array.from({ length: height }, (_, index) => panes.flatMap((pane) => pane[index] ?? []));
}
