import asciichart from 'asciichart';

/** One curve of the plot: its points by rising x, and the letter that marks it. */
export interface Curve {
  readonly letter: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface PlotOptions {
  /** Cells of a line, labels included. */
  readonly width: number;
  /** Lines. */
  readonly height: number;
  readonly characters: 'box' | 'ascii';
}

/** Fractions of mAP with three digits, and the axis. */
const gutter = 7;
/** Cells between two letters on one curve. */
const letterEvery = 12;

/**
 * Curves over one another on the scale that holds them all, as lines of text: each is drawn by asciichart, and letters
 * on it say whose it is. Empty when no curve has a point.
 */
export function overlaidPlot(curves: readonly Curve[], { width, height, characters }: PlotOptions): string[] {
  const drawn = curves.filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return [];
  const all = drawn.flatMap(({ points }) => points);
  const cells = Math.max(10, width - gutter);
  const last = Math.max(...all.map(({ x }) => x));
  let [low, high] = [Math.min(...all.map(({ y }) => y)), Math.max(...all.map(({ y }) => y))];
  // One value alone has no scale.
  if (low === high) [low, high] = [low - 0.005, high + 0.005];
  const canvas = Array.from({ length: height }, () => Array.from({ length: cells }, () => ' '));
  for (const [index, curve] of drawn.entries()) {
    const { start, values } = columnsOf(curve, last, cells);
    const heights = values.map((value) => ((value - low) / (high - low)) * (height - 1));
    for (const [y, row] of lineOf(heights, height).entries()) {
      for (const [x, character] of row.entries()) {
        if (character !== ' ') canvas[y]![start + x] = character;
      }
    }
    const marks = values.map((_, x) => x).filter((x) => x % letterEvery === (index * 3) % letterEvery);
    for (const x of [...marks, values.length - 1]) {
      canvas[height - 1 - Math.round(heights[x]!)]![start + x] = curve.letter;
    }
  }
  return canvas.map((row, y) => {
    const value = high - ((high - low) * y) / (height - 1);
    const axis = characters === 'ascii' ? '|' : '┤';
    const line = row.join('');
    const label = Math.max(0, value)
      .toFixed(3)
      .padStart(gutter - 1);
    return `${label}${axis}${characters === 'ascii' ? plain(line) : line}`;
  });
}

/** The curve's value in each cell from its first point to its last, straight lines between the points. */
function columnsOf({ points }: Curve, last: number, cells: number): { start: number; values: number[] } {
  const columnOf = (x: number) => (last <= 0 ? 0 : Math.min(cells - 1, Math.round((x / last) * (cells - 1))));
  const start = columnOf(points[0]!.x);
  const values: number[] = [];
  let next = 0;
  for (let column = start; column <= columnOf(points.at(-1)!.x); column++) {
    while (next < points.length - 1 && columnOf(points[next]!.x) < column) next++;
    const right = points[next]!;
    const left = points[Math.max(0, next - 1)]!;
    const [from, to] = [columnOf(left.x), columnOf(right.x)];
    const share = to === from ? 1 : (column - from) / (to - from);
    values.push(left.y + (right.y - left.y) * Math.min(1, Math.max(0, share)));
  }
  return { start, values };
}

/**
 * Values between 0 and `height` less one as rows of characters, the highest first: one character between each two of
 * them.
 */
function lineOf(values: readonly number[], height: number): string[][] {
  const plot = asciichart.plot(values, { height: height - 1, min: 0, max: height - 1, offset: 1, format: () => ' ' });
  // The first character of each row is the axis.
  return plot.split('\n').map((row) => Array.from(row).slice(1));
}

const boxes = '╭╮╰╯─│┼┤╶╴';
const letters = ".,`'-||||-";

function plain(line: string): string {
  return Array.from(line, (character) => letters[boxes.indexOf(character)] ?? character).join('');
}
