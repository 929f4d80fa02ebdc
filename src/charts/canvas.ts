import type { Role, Row } from '../words/terminal/row.ts';

/** A grid of cells that drawing overwrites before they become rows. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly put: (x: number, y: number, text: string, role: Role) => void;
  /** Draws a plot with its top left cell at `x`, 0; keeps what was there where the plot is blank. */
  readonly draw: (x: number, plot: readonly (readonly string[])[], role: Role) => void;
  /** Whether the cells hold nothing but blanks and thresholds. */
  readonly isBlank: (x: number, y: number, length: number) => boolean;
  readonly rows: () => Row[];
}

export function createCanvas(width: number, height: number): Canvas {
  const characters = Array.from({ length: height }, () => Array.from({ length: width }, () => ' '));
  const roles: Role[][] = Array.from({ length: height }, () => Array.from({ length: width }, () => 'plain' as const));
  const put = (x: number, y: number, text: string, role: Role) => {
    for (const [index, character] of Array.from(text).entries()) {
      const line = characters[y];
      if (line === undefined || x + index < 0 || x + index >= width) continue;
      line[x + index] = character;
      roles[y]![x + index] = role;
    }
  };
  return {
    width,
    height,
    put,
    draw(x, plot, role) {
      for (const [y, line] of plot.entries()) {
        for (const [column, character] of line.entries()) if (character !== ' ') put(x + column, y, character, role);
      }
    },
    isBlank(x, y, length) {
      if (x < 0 || x + length > width) return false;
      for (let index = x; index < x + length; index++) {
        if (characters[y]?.[index] !== ' ' && roles[y]?.[index] !== 'threshold') return false;
      }
      return true;
    },
    rows: () => characters.map((line, y) => joinCells(line, roles[y]!)),
  };
}

function joinCells(characters: readonly string[], roles: readonly Role[]): Row {
  const out: { text: string; role: Role }[] = [];
  for (const [index, character] of characters.entries()) {
    const last = out.at(-1);
    const role = character === ' ' ? (last?.role ?? 'plain') : roles[index]!;
    if (last !== undefined && last.role === role) last.text += character;
    else out.push({ text: character, role });
  }
  return out;
}
