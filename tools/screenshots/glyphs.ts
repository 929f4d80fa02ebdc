/** A cell of the picture, in its units. Twice as high as wide, a little more for the room between lines. */
export const cell = { width: 8, height: 17 } as const;

/** What a character consists of, with the left upper corner of its cell as 0, 0. */
export type Shape =
  | { readonly kind: 'line'; readonly from: Point; readonly to: Point }
  /** A line from one edge of the cell round to another. */
  | { readonly kind: 'corner'; readonly from: Point; readonly bend: Point; readonly to: Point }
  | { readonly kind: 'dot'; readonly at: Point }
  | {
      readonly kind: 'area';
      readonly from: Point;
      readonly width: number;
      readonly height: number;
      /** How much of it is covered, 0 to 1. */
      readonly cover: number;
    };

export type Point = readonly [x: number, y: number];

/**
 * How a box-drawing, block or braille character is drawn, so that it joins its neighbours whatever font a reader has;
 * null for one that is text. Heavy and double lines are text: no screen of Plateau has them.
 */
export function shapesOf(character: string): readonly Shape[] | null {
  const arms = lines[character];
  if (arms !== undefined) return arms.map((arm) => ({ kind: 'line', from: center, to: edges[arm] }));
  const bend = corners[character];
  if (bend !== undefined) return [corner(bend)];
  const dashes = dashed[character];
  if (dashes !== undefined) return dashLines(dashes);
  const code = character.codePointAt(0)!;
  if (character.length !== 1) return null;
  if (code >= 0x28_00 && code <= 0x28_ff) return braille(code - 0x28_00);
  return block(code);
}

const center: Point = [cell.width / 2, cell.height / 2];

type Arm = 'u' | 'r' | 'd' | 'l';

/** The middle of the cell's edges. */
const edges: Readonly<Record<Arm, Point>> = {
  u: [center[0], 0],
  r: [cell.width, center[1]],
  d: [center[0], cell.height],
  l: [0, center[1]],
};

/** To which edges a line goes from the middle: up, right, down, left. */
const lines: Readonly<Record<string, readonly Arm[]>> = {
  '─': ['l', 'r'],
  '│': ['u', 'd'],
  '┌': ['r', 'd'],
  '┐': ['d', 'l'],
  '└': ['u', 'r'],
  '┘': ['u', 'l'],
  '├': ['u', 'r', 'd'],
  '┤': ['u', 'd', 'l'],
  '┬': ['r', 'd', 'l'],
  '┴': ['u', 'r', 'l'],
  '┼': ['u', 'r', 'd', 'l'],
  '╴': ['l'],
  '╵': ['u'],
  '╶': ['r'],
  '╷': ['d'],
};

const corners: Readonly<Record<string, readonly [Arm, Arm]>> = {
  '╭': ['d', 'r'],
  '╮': ['d', 'l'],
  '╰': ['u', 'r'],
  '╯': ['u', 'l'],
};

function corner([upright, level]: readonly [Arm, Arm]): Shape {
  return { kind: 'corner', from: edges[upright], bend: center, to: edges[level] };
}

interface Dashes {
  readonly upright: boolean;
  readonly count: number;
}

const dashed: Readonly<Record<string, Dashes>> = {
  '╌': { upright: false, count: 2 },
  '┄': { upright: false, count: 3 },
  '┈': { upright: false, count: 4 },
  '╎': { upright: true, count: 2 },
  '┆': { upright: true, count: 3 },
  '┊': { upright: true, count: 4 },
};

function dashLines({ upright, count }: Dashes): Shape[] {
  const step = (upright ? cell.height : cell.width) / count;
  return Array.from({ length: count }, (_, index) => {
    const [from, to] = [(index + 0.2) * step, (index + 0.8) * step];
    return upright
      ? { kind: 'line', from: [center[0], from], to: [center[0], to] }
      : { kind: 'line', from: [from, center[1]], to: [to, center[1]] };
  });
}

/**
 * Which bit of a braille character is which dot: the left column down to the third row, the right one, then the fourth
 * row (Unicode, 2800).
 */
const brailleDots: readonly Point[] = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 0],
  [1, 1],
  [1, 2],
  [0, 3],
  [1, 3],
];

function braille(bits: number): Shape[] {
  return brailleDots
    .filter((_, bit) => (bits & (1 << bit)) !== 0)
    .map(([x, y]) => ({ kind: 'dot', at: [((x + 0.5) * cell.width) / 2, ((y + 0.5) * cell.height) / 4] }));
}

/** Halves, eighths from below and from the left, shades (Unicode, 2580 to 2593). */
function block(code: number): Shape[] | null {
  const { width, height } = cell;
  if (code === 0x25_80) return [area(0, 0, width, height / 2)];
  if (code >= 0x25_81 && code <= 0x25_88) {
    const part = ((code - 0x25_80) * height) / 8;
    return [area(0, height - part, width, part)];
  }
  if (code >= 0x25_89 && code <= 0x25_8f) return [area(0, 0, ((0x25_90 - code) * width) / 8, height)];
  if (code === 0x25_90) return [area(width / 2, 0, width / 2, height)];
  if (code >= 0x25_91 && code <= 0x25_93) return [area(0, 0, width, height, (code - 0x25_90) / 4)];
  return null;
}

function area(x: number, y: number, width: number, height: number, cover = 1): Shape {
  return { kind: 'area', from: [x, y], width, height, cover };
}
