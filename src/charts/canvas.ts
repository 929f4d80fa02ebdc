import type { Role, Row, Tint } from '../words/terminal/row.ts';

/** What lies over what: a layer replaces what lower layers drew in a cell; dots of one layer share a cell. */
export const layers = { line: 1, band: 2, fan: 3, curve: 4, text: 5 } as const;

/** A grid of cells that drawing overwrites before they become rows. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly put: (x: number, y: number, text: string, role: Role, layer?: number) => void;
  /** Sets one of the 2 by 4 braille dots of a cell; `x` and `y` count dots. */
  readonly dot: (x: number, y: number, role: Role, layer: number) => void;
  /** Colours the ground of cells, whatever they hold. */
  readonly tint: (x: number, y: number, length: number, tint: Tint) => void;
  /** Whether the cells hold nothing but blanks and lines. */
  readonly isBlank: (x: number, y: number, length: number) => boolean;
  readonly rows: () => Row[];
}

export function createCanvas(width: number, height: number): Canvas {
  const size = width * height;
  const characters = Array.from<string>({ length: size }).fill(' ');
  const roles = Array.from<Role>({ length: size }).fill('plain');
  const tints = Array.from<Tint | null>({ length: size }).fill(null);
  const bits = new Uint8Array(size);
  const taken = new Uint8Array(size);
  return {
    width,
    height,
    put(x, y, text, role, layer = layers.text) {
      if (y < 0 || y >= height) return;
      let column = x;
      for (const character of text) {
        const at = y * width + column;
        if (column >= 0 && column < width && layer >= taken[at]!) {
          characters[at] = character;
          roles[at] = role;
          bits[at] = 0;
          taken[at] = layer;
        }
        column++;
      }
    },
    dot(x, y, role, layer) {
      const [column, line] = [x >> 1, y >> 2];
      if (column < 0 || column >= width || line < 0 || line >= height) return;
      const at = line * width + column;
      if (layer < taken[at]!) return;
      if (layer > taken[at]!) bits[at] = 0;
      bits[at]! |= brailleDots[y & 3]![x & 1]!;
      taken[at] = layer;
      roles[at] = role;
      characters[at] = '';
    },
    tint(x, y, length, tint) {
      if (y < 0 || y >= height) return;
      for (let column = Math.max(0, x); column < Math.min(width, x + length); column++)
        tints[y * width + column] = tint;
    },
    isBlank(x, y, length) {
      if (x < 0 || x + length > width || y < 0 || y >= height) return false;
      return taken.subarray(y * width + x, y * width + x + length).every((layer) => layer <= layers.line);
    },
    rows: () =>
      Array.from({ length: height }, (_, y) =>
        joinCells(
          Array.from({ length: width }, (_unused, x) => {
            const at = y * width + x;
            const text = characters[at] === '' ? String.fromCharCode(0x2800 + bits[at]!) : characters[at]!;
            return { text, role: roles[at]!, tint: tints[at]! };
          }),
        ),
      ),
  };
}

/** Bits of the braille block, by row and column of the dot (Unicode, chapter 21.1). */
const brailleDots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/** Joins neighbours that look alike; a blank takes the look of what stands before it. */
function joinCells(cells: readonly { readonly text: string; readonly role: Role; readonly tint: Tint | null }[]): Row {
  const out: { text: string; role: Role; tint?: Tint }[] = [];
  for (const { text, role: own, tint } of cells) {
    const last = out.at(-1);
    const isSameGround = last !== undefined && (last.tint ?? null) === tint;
    const role = text === ' ' && isSameGround ? last.role : own;
    if (isSameGround && last.role === role) last.text += text;
    else out.push(tint === null ? { text, role } : { text, role, tint });
  }
  return out;
}
