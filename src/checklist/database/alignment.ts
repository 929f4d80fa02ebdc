import { sketchSide } from '../image/image.ts';

/**
 * Returns how badly two sketches agree once one is moved, stretched and made as bright as the other, as a share of the
 * contrast: 0 for the same picture, 1 for pictures that have nothing to do with each other. So a picture is found again
 * of which a little was cut off. Source of the method: Lucas and Kanade, An Iterative Image Registration Technique
 * (1981).
 */
export function misfit(one: Uint8Array, other: Uint8Array): number {
  let least = 1;
  let move: Move = [0, 0, 0, 0];
  for (let step = 0; step <= steps; step++) {
    const cells = overlay(one, other, move);
    if (cells.count < minCells) break;
    least = Math.min(least, residual(cells));
    const next = step === steps ? null : improved(cells, move);
    if (next === null) break;
    move = next;
  }
  return least;
}

/** Right and down in cells, and how much wider and higher, around the middle. */
type Move = readonly [number, number, number, number];

/** What is cut off lies outside: so many of the 196 inner cells have to be in both. */
const minCells = 100;
const steps = 3;
/** Cells by which a picture may be moved, and the share by which it may be stretched: 8 % of either. */
const maxMove = 1.3;
const maxStretch = 0.13;
/** Cells in one step: beyond, the slopes tell nothing. */
const maxStep = 0.7;
/** White has no shades to compare. */
const maxGrey = 250;

/** For each cell that both have: the two grey values, the slopes of the first one, and where it is from the middle. */
interface Overlay {
  count: number;
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly across: Float64Array;
  readonly down: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

function overlay(one: Uint8Array, other: Uint8Array, [right, low, wider, higher]: Move): Overlay {
  const last = sketchSide - 1;
  const middle = last / 2;
  const cells = scratch;
  cells.count = 0;
  for (let row = 1; row < last; row++) {
    for (let column = 1; column < last; column++) {
      const x = column + right + wider * (column - middle);
      const y = row + low + higher * (row - middle);
      if (x < 0 || y < 0 || x > last || y > last) continue;
      const first = greyAt(one, x, y);
      const second = other[row * sketchSide + column]!;
      if (first > maxGrey || second > maxGrey) continue;
      cells.first[cells.count] = first;
      cells.second[cells.count] = second;
      cells.across[cells.count] = greyAt(one, x + 0.5, y) - greyAt(one, x - 0.5, y);
      cells.down[cells.count] = greyAt(one, x, y + 0.5) - greyAt(one, x, y - 0.5);
      cells.x[cells.count] = column - middle;
      cells.y[cells.count] = row - middle;
      cells.count++;
    }
  }
  return cells;
}

const list = () => new Float64Array(sketchSide * sketchSide);
/** One for all: this is called for many thousand pairs. */
const scratch: Overlay = {
  count: 0,
  first: list(),
  second: list(),
  across: list(),
  down: list(),
  x: list(),
  y: list(),
};

/** The grey value between cells. */
function greyAt(cells: Uint8Array, x: number, y: number): number {
  const last = sketchSide - 1;
  const column = Math.min(last - 1, Math.max(0, Math.floor(x)));
  const row = Math.min(last - 1, Math.max(0, Math.floor(y)));
  const right = Math.min(1, Math.max(0, x - column));
  const low = Math.min(1, Math.max(0, y - row));
  const at = row * sketchSide + column;
  const top = cells[at]! * (1 - right) + cells[at + 1]! * right;
  return top * (1 - low) + (cells[at + sketchSide]! * (1 - right) + cells[at + sketchSide + 1]! * right) * low;
}

/** What of the second sketch the first does not explain, whatever their brightness and contrast. */
function residual({ count, first, second }: Overlay): number {
  let [sum, otherSum, squares, otherSquares, products] = [0, 0, 0, 0, 0];
  for (let cell = 0; cell < count; cell++) {
    const [one, other] = [first[cell]!, second[cell]!];
    sum += one;
    otherSum += other;
    squares += one * one;
    otherSquares += other * other;
    products += one * other;
  }
  const variance = squares / count - (sum / count) ** 2;
  const otherVariance = otherSquares / count - (otherSum / count) ** 2;
  const common = products / count - (sum * otherSum) / count ** 2;
  if (variance < minVariance || otherVariance < minVariance || common <= 0) return 1;
  const contrast = common / variance;
  if (contrast < 0.4 || contrast > 2.5) return 1;
  return Math.sqrt(Math.max(0, 1 - common ** 2 / (variance * otherVariance)));
}

/** Flat pictures all look alike. */
const minVariance = 9;

/** One step nearer: the least squares of brightness, contrast and the four numbers of a move. */
function improved({ count, first, second, across, down, x, y }: Overlay, move: Move): Move | null {
  const rows = Array.from({ length: unknowns }, () => new Float64Array(unknowns + 1));
  const values = new Float64Array(unknowns + 1);
  for (let cell = 0; cell < count; cell++) {
    values[0] = first[cell]!;
    values[1] = 1;
    values[2] = across[cell]!;
    values[3] = down[cell]!;
    values[4] = x[cell]! * across[cell]!;
    values[5] = y[cell]! * down[cell]!;
    values[6] = second[cell]!;
    for (let row = 0; row < unknowns; row++) {
      const sums = rows[row]!;
      const value = values[row]!;
      for (let column = row; column <= unknowns; column++) sums[column]! += value * values[column]!;
    }
  }
  // What stands on the other side of the diagonal is the same.
  for (let row = 1; row < unknowns; row++) {
    for (let column = 0; column < row; column++) rows[row]![column] = rows[column]![row]!;
  }
  // Where there are no slopes nothing is to be moved.
  for (let row = 2; row < unknowns; row++) rows[row]![row]! += 1;
  const found = solved(rows);
  if (found === null || Math.abs(found[0]!) < 0.1) return null;
  const half = (sketchSide - 1) / 2;
  const stepOf = (place: number, reach: number) =>
    Math.min(maxStep, Math.max(-maxStep, (found[place]! / found[0]!) * reach)) / reach;
  const next: Move = [
    move[0] + stepOf(2, 1),
    move[1] + stepOf(3, 1),
    move[2] + stepOf(4, half),
    move[3] + stepOf(5, half),
  ];
  const isFar = next.some((value, place) => Math.abs(value) > (place < 2 ? maxMove : maxStretch));
  return isFar ? null : next;
}

const unknowns = 6;

/** Solves linear equations, a row each with its right side last; null when they have no one solution. */
function solved(rows: Float64Array[]): number[] | null {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const head = rows[column]!;
    if (Math.abs(head[column]!) < 1e-9) return null;
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = rows[row]![column]! / head[column]!;
      for (let place = column; place <= size; place++) rows[row]![place]! -= factor * head[place]!;
    }
  }
  return rows.map((row, place) => row[size]! / row[place]!);
}
