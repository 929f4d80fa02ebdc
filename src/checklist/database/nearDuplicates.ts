import { sketchSide, topRows } from '../image/image.ts';

/**
 * Marks with 1 the images whose tops are like that of another image, or are blank and so tell nothing: only these can
 * be near-duplicates, and only these need a whole sketch. `tops` has the tops one after the other, `sketched` 1 for
 * each image that has one.
 */
export function markAlikeTops(tops: Uint8Array, sketched: Uint8Array): Uint8Array {
  const marked = new Uint8Array(sketched.length);
  const looks = looksOf(tops, sketched, topRules);
  for (let index = 0; index < sketched.length; index++) {
    if (sketched[index] === 1 && looks.deviations[index]! < topRules.minDeviation) marked[index] = 1;
  }
  forAlikePairs(
    tops,
    looks,
    topRules,
    (earlier, later) => marked[earlier] === 1 && marked[later] === 1,
    (earlier, later) => {
      marked[earlier] = 1;
      marked[later] = 1;
    },
  );
  return marked;
}

/**
 * Calls `pair` for two images, the earlier first, that look nearly the same, also after another compression, another
 * size, or a change of brightness or contrast. Not every pair of a large group is reported, but each of its images is.
 * `skip` excludes a pair from the comparison.
 */
export function findNearDuplicates(
  sketches: ReadonlyMap<number, Uint8Array>,
  skip: (earlier: number, later: number) => boolean,
  pair: (earlier: number, later: number) => void,
): void {
  const indices = [...sketches.keys()].toSorted((one, other) => one - other);
  const cells = new Uint8Array(indices.length * wholeRules.cells);
  for (const [place, index] of indices.entries()) cells.set(sketches.get(index)!, place * wholeRules.cells);
  forAlikePairs(
    cells,
    looksOf(cells, new Uint8Array(indices.length).fill(1), wholeRules),
    wholeRules,
    (earlier, later) => skip(indices[earlier]!, indices[later]!),
    (earlier, later) => pair(indices[earlier]!, indices[later]!),
  );
}

/**
 * What counts as alike, in grey levels unless noted. Measured on 150 images of fractal noise, whose spectrum is that of
 * photographs: of copies as JPEG of quality 40, at half the size, 25 % brighter and with 25 % less contrast, 100, 93,
 * 81 and 83 % are found; no two others are, neither among these nor among 3,850 drawn shapes that differ in place and
 * size only.
 */
interface Rules {
  readonly cells: number;
  /** Images with less contrast are not compared: all blank images look alike. */
  readonly minDeviation: number;
  /** Maximum number of bits in which two hashes differ. */
  readonly maxBits: number;
  /** Hashes that differ in at most `maxBits` bits are equal in at least one of these bands. */
  readonly bands: readonly ((low: number, high: number) => number)[];
  readonly hash: (cells: Uint8Array) => readonly [number, number];
  /** Maximum difference of a cell, and root mean square of all, after brightness and contrast are made equal. */
  readonly maxDifference: number;
  readonly maxDeviation: number;
  /** Both limits as shares of the contrast: a flat image has to agree better. */
  readonly shareOfDifference: number;
  readonly shareOfDeviation: number;
}

const topRules: Rules = {
  cells: sketchSide * topRows,
  minDeviation: 1,
  maxBits: 3,
  bands: [(low) => low & 0xff, (low) => (low >>> 8) & 0xff, (low) => (low >>> 16) & 0xff, (low) => low >>> 24],
  hash: hashOfTop,
  maxDifference: 12,
  maxDeviation: 4,
  shareOfDifference: 2,
  shareOfDeviation: 0.4,
};

const wholeRules: Rules = {
  cells: sketchSide * sketchSide,
  minDeviation: 3,
  maxBits: 6,
  // Six of 9 bits and one of 10.
  bands: [
    (low) => low & 0x1ff,
    (low) => (low >>> 9) & 0x1ff,
    (low) => (low >>> 18) & 0x1ff,
    (low, high) => (low >>> 27) | ((high & 0xf) << 5),
    (_low, high) => (high >>> 4) & 0x1ff,
    (_low, high) => (high >>> 13) & 0x1ff,
    (_low, high) => high >>> 22,
  ],
  hash: hashOfWhole,
  maxDifference: 16,
  maxDeviation: 4,
  shareOfDifference: 0.4,
  shareOfDeviation: 0.12,
};

/**
 * One bit a cell of the top: whether it is brighter than its right neighbour by more than noise. The last cell of a row
 * is compared with the first.
 */
function hashOfTop(cells: Uint8Array): readonly [number, number] {
  let bits = 0;
  for (let bit = 0; bit < 32; bit++) {
    const right = (bit & ~(sketchSide - 1)) | ((bit + 1) & (sketchSide - 1));
    if (cells[bit]! - cells[right]! > 2) bits |= 1 << bit;
  }
  return [bits >>> 0, 0];
}

/** The same for 8 x 8 blocks of the whole. Source: Krawetz, Kind of Like That (2013), the difference hash. */
function hashOfWhole(cells: Uint8Array): readonly [number, number] {
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

/** What is compared first, by image. Images that are not compared have a deviation of 0. */
interface Looks {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  readonly means: Float32Array;
  readonly deviations: Float32Array;
}

function looksOf(cells: Uint8Array, sketched: Uint8Array, rules: Rules): Looks {
  const count = sketched.length;
  const looks: Looks = {
    low: new Uint32Array(count),
    high: new Uint32Array(count),
    means: new Float32Array(count),
    deviations: new Float32Array(count),
  };
  for (let index = 0; index < count; index++) {
    if (sketched[index] === 0) continue;
    const own = cells.subarray(index * rules.cells, (index + 1) * rules.cells);
    const [low, high] = rules.hash(own);
    looks.low[index] = low;
    looks.high[index] = high;
    let sum = 0;
    let squares = 0;
    for (const cell of own) {
      sum += cell;
      squares += cell * cell;
    }
    const mean = sum / own.length;
    looks.means[index] = mean;
    looks.deviations[index] = Math.sqrt(Math.max(0, squares / own.length - mean * mean));
  }
  return looks;
}

/**
 * Maximum number of images of a bucket to compare with: images of one scene fill few buckets, and each is like its
 * neighbours.
 */
const maxCompared = 400;

/**
 * Finds candidates by bands of their hashes, and compares them cell by cell.
 * Source of the bands: Manku, Jain and Das Sarma, Detecting Near-Duplicates for Web Crawling (2007).
 */
function forAlikePairs(
  cells: Uint8Array,
  looks: Looks,
  rules: Rules,
  skip: (earlier: number, later: number) => boolean,
  pair: (earlier: number, later: number) => void,
): void {
  for (const band of rules.bands) {
    const buckets = new Map<number, number[]>();
    for (let later = 0; later < looks.low.length; later++) {
      if (looks.deviations[later]! < rules.minDeviation) continue;
      const key = band(looks.low[later]!, looks.high[later]!);
      const bucket = buckets.get(key);
      if (bucket === undefined) {
        buckets.set(key, [later]);
        continue;
      }
      for (let place = Math.max(0, bucket.length - maxCompared); place < bucket.length; place++) {
        const earlier = bucket[place]!;
        if (bitsBetween(looks, earlier, later) > rules.maxBits || skip(earlier, later)) continue;
        if (looksTheSame(cells, looks, rules, earlier, later)) pair(earlier, later);
      }
      bucket.push(later);
    }
  }
}

function bitsBetween({ low, high }: Looks, one: number, other: number): number {
  return bitsOf(low[one]! ^ low[other]!) + bitsOf(high[one]! ^ high[other]!);
}

function bitsOf(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Whether two sketches agree after brightness and contrast are made equal. */
function looksTheSame(cells: Uint8Array, looks: Looks, rules: Rules, one: number, other: number): boolean {
  const contrast = looks.deviations[one]! / looks.deviations[other]!;
  if (contrast < 0.5 || contrast > 2) return false;
  const [mean, otherMean] = [looks.means[one]!, looks.means[other]!];
  const max = limitOf(rules.maxDifference, rules.shareOfDifference * looks.deviations[one]!);
  const maxDeviation = limitOf(rules.maxDeviation, rules.shareOfDeviation * looks.deviations[one]!);
  const [left, right] = [one * rules.cells, other * rules.cells];
  let squares = 0;
  for (let cell = 0; cell < rules.cells; cell++) {
    const difference = cells[left + cell]! - mean - (cells[right + cell]! - otherMean) * contrast;
    if (difference > max || difference < -max) return false;
    squares += difference * difference;
  }
  return squares <= maxDeviation * maxDeviation * rules.cells;
}

/** Rounding alone makes a difference of about one grey level. */
function limitOf(max: number, share: number): number {
  return Math.min(max, Math.max(1.2, share));
}
