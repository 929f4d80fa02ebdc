import { fitRow, fitRows, overlaid, row, type Row, rowWidth, span } from '../../../words/terminal/row.ts';

/** Draws a border round rows that are two cells narrower than `width`, with a title in its upper edge. */
export function boxed(title: Row, content: readonly Row[], width: number, ascii: boolean): Row[] {
  const [corner, line, side] = ascii ? ['++++', '-', '|'] : ['╭╮╰╯', '─', '│'];
  const head = fitRow(title, Math.min(rowWidth(title), width - 3));
  const rest = Math.max(0, width - 3 - rowWidth(head));
  return [
    row(span(corner[0]!, 'dim'), ...head, ' ', span(line.repeat(rest) + corner[1]!, 'dim')),
    ...content.map((cells) => row(span(side, 'dim'), ...cells, span(side, 'dim'))),
    row(span(corner[2]! + line.repeat(Math.max(0, width - 2)) + corner[3]!, 'dim')),
  ];
}

/** The room of a dialog's content on a screen: within a border where there is room for one. */
export interface LayerRoom {
  readonly bordered: boolean;
  readonly width: number;
  readonly height: number;
}

/** A dialog before it has a border. */
interface Dialog {
  readonly title: Row;
  readonly content: readonly Row[];
  readonly room: LayerRoom;
}

/**
 * Lays a dialog over rows of equal width: in their middle with a border, else at their lower end under a line with its
 * title. Returns the rows, and which of them it covers.
 */
export function laidOver(
  under: readonly Row[],
  { title, content, room }: Dialog,
  ascii: boolean,
): { readonly rows: Row[]; readonly top: number; readonly height: number } {
  const width = rowWidth(under[0] ?? []);
  const indented = content.map((cells) => row(' ', ...cells));
  const box = room.bordered
    ? boxed(title, fitRows(indented, room.width + 2, content.length), room.width + 4, ascii)
    : [headed(title, width, ascii), ...fitRows(indented, width, content.length)];
  const left = Math.max(0, (width - rowWidth(box[0]!)) >> 1);
  const top = room.bordered ? Math.max(0, (under.length - box.length) >> 1) : under.length - box.length;
  const rows = under.map((below, index) => {
    const over = box[index - top];
    return over === undefined ? below : overlaid(below, over, left);
  });
  return { rows, top, height: box.length };
}

/** A line with a title, for a box that is as wide as the screen. */
function headed(title: Row, width: number, ascii: boolean): Row {
  return row(...title, ' ', span((ascii ? '-' : '─').repeat(Math.max(0, width - rowWidth(title) - 1)), 'dim'));
}
