import { sketchSide } from '../picture/picture.ts';

/** Grey sketches of many pictures, one behind the other, and which pictures have one (1). */
export interface Sketches {
  readonly sketches: Uint8Array;
  readonly sketched: Uint8Array;
}

/**
 * Calls `pair` for two pictures (the earlier first) that look nearly the same, also after another compression, another size, or a change of brightness or
 * contrast. Not every pair of a large group is called, but each picture of it at least once. `skip` tells that a pair need not be looked at.
 *
 * Pairs whose difference hashes are at most `mostBits` apart are found by bands (two hashes that differ in 6 bits agree in one of 7 bands), and then
 * compared cell by cell. Source of the hash: Krawetz, Kind of Like That (2013); of the bands: Manku, Jain and Das Sarma, Detecting Near-Duplicates for
 * Web Crawling (2007).
 */
export function findNearDuplicates(
  { sketches, sketched }: Sketches,
  skip: (earlier: number, later: number) => boolean,
  pair: (earlier: number, later: number) => void,
): void {
  const count = sketched.length;
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  const looks = new Float32Array(count * 2);
  for (let index = 0; index < count; index++) {
    if (sketched[index] === 0) continue;
    const cells = sketches.subarray(index * sketchCells, (index + 1) * sketchCells);
    [low[index], high[index]] = hashOf(cells);
    [looks[index * 2], looks[index * 2 + 1]] = meanAndDeviation(cells);
  }
  for (const band of bands) {
    const buckets = new Map<number, number[]>();
    for (let later = 0; later < count; later++) {
      // A blank picture looks like every other blank one, which says nothing.
      if (sketched[later] === 0 || looks[later * 2 + 1]! < leastDeviation) continue;
      const key = band(low[later]!, high[later]!);
      const bucket = buckets.get(key);
      if (bucket === undefined) {
        buckets.set(key, [later]);
        continue;
      }
      for (let place = Math.max(0, bucket.length - mostCompared); place < bucket.length; place++) {
        const earlier = bucket[place]!;
        if (skip(earlier, later) || bitsBetween(low, high, earlier, later) > mostBits) continue;
        if (looksTheSame(sketches, looks, earlier, later)) pair(earlier, later);
      }
      bucket.push(later);
    }
  }
}

const sketchCells = sketchSide * sketchSide;

/** Bits of 64 in which two hashes may differ. */
const mostBits = 6;

/** Pictures of a bucket that another is compared with: sets of one scene fill few buckets, and each of their pictures is like its neighbours. */
const mostCompared = 200;

/** Grey levels. */
const leastDeviation = 3;

/** Seven bands: six of 9 bits and one of 10. */
const bands: readonly ((low: number, high: number) => number)[] = [
  (low) => low & 0x1ff,
  (low) => (low >>> 9) & 0x1ff,
  (low) => (low >>> 18) & 0x1ff,
  (low, high) => (low >>> 27) | ((high & 0xf) << 5),
  (_low, high) => (high >>> 4) & 0x1ff,
  (_low, high) => (high >>> 13) & 0x1ff,
  (_low, high) => high >>> 22,
];

/** Whether each of 8 x 8 blocks is brighter than its right neighbour, by more than noise; the last one is compared with the first. */
function hashOf(cells: Uint8Array): [number, number] {
  const words: [number, number] = [0, 0];
  for (let bit = 0; bit < 64; bit++) {
    const row = bit >> 3;
    const column = bit & 7;
    if (block(cells, row, column) - block(cells, row, (column + 1) & 7) > 8) words[bit >> 5]! |= 1 << (bit & 31);
  }
  return [words[0] >>> 0, words[1] >>> 0];
}

/** The sum of 2 x 2 cells. */
function block(cells: Uint8Array, row: number, column: number): number {
  const at = row * 2 * sketchSide + column * 2;
  return cells[at]! + cells[at + 1]! + cells[at + sketchSide]! + cells[at + sketchSide + 1]!;
}

function bitsBetween(low: Uint32Array, high: Uint32Array, one: number, other: number): number {
  return bitsOf(low[one]! ^ low[other]!) + bitsOf(high[one]! ^ high[other]!);
}

function bitsOf(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

function meanAndDeviation(cells: Uint8Array): [number, number] {
  let sum = 0;
  let squares = 0;
  for (const cell of cells) {
    sum += cell;
    squares += cell * cell;
  }
  const mean = sum / cells.length;
  return [mean, Math.sqrt(Math.max(0, squares / cells.length - mean * mean))];
}

/**
 * Whether two sketches agree once brightness and contrast are made equal: no cell further apart than 16 of 256 grey levels, and 4 in the root mean square.
 * Measured on the shapes data set: copies in JPEG of quality 50, at half the size or 30 % brighter are within 3, other pictures above 12.
 */
function looksTheSame(sketches: Uint8Array, looks: Float32Array, one: number, other: number): boolean {
  const [mean, deviation] = [looks[one * 2]!, looks[one * 2 + 1]!];
  const [otherMean, otherDeviation] = [looks[other * 2]!, looks[other * 2 + 1]!];
  const contrast = deviation / otherDeviation;
  if (contrast < 0.5 || contrast > 2) return false;
  const [left, right] = [one * sketchCells, other * sketchCells];
  let squares = 0;
  for (let cell = 0; cell < sketchCells; cell++) {
    const difference = sketches[left + cell]! - mean - (sketches[right + cell]! - otherMean) * contrast;
    if (difference > 16 || difference < -16) return false;
    squares += difference * difference;
  }
  return squares <= 16 * sketchCells;
}
