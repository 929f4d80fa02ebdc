import type { IBufferCell, Terminal } from '@xterm/headless';

/** A colour as a terminal knows it: one of its 256, an exact one, or its own. */
export type Colour =
  | { readonly kind: 'own' }
  | { readonly kind: 'indexed'; readonly index: number }
  | { readonly kind: 'exact'; readonly red: number; readonly green: number; readonly blue: number };

export interface Style {
  readonly foreground: Colour;
  readonly background: Colour;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
}

export interface Cell {
  /** One character with what is combined with it; a blank where nothing was written. */
  readonly text: string;
  /** In cells: 2 for a wide character, whose second cell then has 0. */
  readonly width: number;
  readonly style: Style;
}

/** Rows from the top, each with a cell for every column. */
export type Grid = readonly (readonly Cell[])[];

/** What is on the screen of a terminal now. */
export function readGrid({ buffer: { active }, rows, cols }: Terminal): Grid {
  return Array.from({ length: rows }, (_, y) => {
    const line = active.getLine(active.viewportY + y);
    return Array.from({ length: cols }, (_unused, x) => {
      const cell = line?.getCell(x);
      return cell === undefined ? blankCell : readCell(cell);
    });
  });
}

export const plainStyle: Style = {
  foreground: { kind: 'own' },
  background: { kind: 'own' },
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
};

const blankCell: Cell = { text: ' ', width: 1, style: plainStyle };

function readCell(cell: IBufferCell): Cell {
  return {
    text: cell.getChars() || ' ',
    width: cell.getWidth(),
    style: {
      foreground: colourOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
      background: colourOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
      bold: cell.isBold() !== 0,
      dim: cell.isDim() !== 0,
      italic: cell.isItalic() !== 0,
      underline: cell.isUnderline() !== 0,
      inverse: cell.isInverse() !== 0,
    },
  };
}

function colourOf(own: boolean, exact: boolean, value: number): Colour {
  if (own) return { kind: 'own' };
  if (!exact) return { kind: 'indexed', index: value };
  return { kind: 'exact', red: (value >> 16) & 0xff, green: (value >> 8) & 0xff, blue: value & 0xff };
}
