import { misfit } from './alignment.ts';
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
 * `copy`: the same picture in another compression, size or brightness. `alike`: the same with a little cut off, or much
 * brighter, or the next frame of a camera that hardly moved. `mirrored`: a copy whose left is on the right.
 */
export type Likeness = 'copy' | 'alike' | 'mirrored';

/** What is compared. */
export interface Comparison {
  /** Excludes a pair. */
  readonly excludes: (earlier: number, later: number) => boolean;
  /** Also finds mirrored copies, and compares each image with each in larger sets. */
  readonly thorough: boolean;
}

/**
 * Calls `pair` for two images, the earlier first, that look nearly the same. Of more than a few thousand, not every
 * pair of a large group is reported, but each of its images is.
 */
export function findNearDuplicates(
  sketches: ReadonlyMap<number, Uint8Array>,
  { excludes, thorough }: Comparison,
  pair: (earlier: number, later: number, likeness: Likeness) => void,
): void {
  const indices = [...sketches.keys()].toSorted((one, other) => one - other);
  const own = joined(indices.map((index) => sketches.get(index)!));
  const isEach = indices.length <= (thorough ? maxEachThoroughly : maxEachWithEach);
  const rules = { ...wholeRules, ...(isEach ? eachWithEach : {}), ...alikeLimits };
  const looks = looksOf(own, new Uint8Array(indices.length).fill(1), wholeRules);
  let left = maxAligned;
  const isAligned = (earlier: number, later: number) =>
    left-- > 0 && misfit(sketches.get(indices[earlier]!)!, sketches.get(indices[later]!)!) <= maxMisfit;
  forAlikePairs(
    own,
    looks,
    { ...rules, isAligned },
    (earlier, later) => excludes(indices[earlier]!, indices[later]!),
    (earlier, later) => {
      const copy = looksTheSame(own, looks, wholeRules, earlier, later);
      pair(indices[earlier]!, indices[later]!, copy ? 'copy' : 'alike');
    },
  );
  if (!thorough) return;
  // The images, and behind them all of them mirrored.
  const count = indices.length;
  const both = joined([
    ...indices.map((index) => sketches.get(index)!),
    ...indices.map((index) => mirrored(sketches.get(index)!)),
  ]);
  forAlikePairs(
    both,
    looksOf(both, new Uint8Array(count * 2).fill(1), wholeRules),
    rules,
    (earlier, later) =>
      earlier >= count || later - count <= earlier || excludes(indices[earlier]!, indices[later - count]!),
    (earlier, later) => pair(indices[earlier]!, indices[later - count]!, 'mirrored'),
  );
}

/** Half of the crops of 3 % at each side of 348 photos have 0.15, different photos of equal hashes 0.35 and more. */
const maxMisfit = 0.2;
/** Pairs that are compared so: 50 microseconds each. */
const maxAligned = 40_000;
/** Two hundred million pairs of hashes take a few seconds. */
const maxEachThoroughly = 20_000;

function joined(sketches: readonly Uint8Array[]): Uint8Array {
  const cells = new Uint8Array(sketches.length * wholeRules.cells);
  for (const [place, sketch] of sketches.entries()) cells.set(sketch, place * wholeRules.cells);
  return cells;
}

function mirrored(sketch: Uint8Array): Uint8Array {
  return sketch.map((_, cell) => sketch[(cell & ~(sketchSide - 1)) + sketchSide - 1 - (cell & (sketchSide - 1))]!);
}

/** Of so many images each is compared with each: ten million pairs of hashes take a tenth of a second. */
export const maxEachWithEach = 5000;

/** Equal in the one band that there is, all images are candidates for each other. */
const eachWithEach = { bands: [() => 0], maxCompared: Infinity } as const;

/** Images of one scene are equal in few bands, and each is like its neighbours. */
const maxCompared = 400;

/**
 * What counts as alike, in grey levels unless noted. Measured on 120 pictures of noise whose spectrum is that of
 * photographs (`test/checklist/database`): no two of them are alike, and at least 95 % of their copies are
 * found at half and three quarters of the size, stretched, and a quarter brighter.
 */
interface Rules {
  readonly cells: number;
  /** Images with less contrast are not compared: all blank images look alike. */
  readonly minDeviation: number;
  /** Maximum number of bits in which two hashes differ. */
  readonly maxBits: number;
  /** Hashes that differ in fewer bits than there are bands are equal in at least one of them. */
  readonly bands: readonly ((low: number, high: number) => number)[];
  /** Maximum number of images that an image is compared with because they are equal to it in one band. */
  readonly maxCompared: number;
  readonly hash: (cells: Uint8Array) => readonly [number, number];
  /** Looks once more at two that differ cell by cell, to see whether one is a part of the other. */
  readonly isAligned?: (earlier: number, later: number) => boolean;
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
  maxCompared,
  hash: hashOfTop,
  maxDifference: 12,
  maxDeviation: 4,
  shareOfDifference: 2,
  shareOfDeviation: 0.4,
};

const wholeRules: Rules = {
  cells: sketchSide * sketchSide,
  minDeviation: 3,
  maxBits: 12,
  // Six of 9 bits and one of 10: hashes that differ in up to six bits are equal in one, most others are, too.
  bands: [
    (low) => low & 0x1ff,
    (low) => (low >>> 9) & 0x1ff,
    (low) => (low >>> 18) & 0x1ff,
    (low, high) => (low >>> 27) | ((high & 0xf) << 5),
    (_low, high) => (high >>> 4) & 0x1ff,
    (_low, high) => (high >>> 13) & 0x1ff,
    (_low, high) => high >>> 22,
  ],
  maxCompared,
  hash: hashOfWhole,
  maxDifference: 16,
  maxDeviation: 4,
  shareOfDifference: 0.3,
  shareOfDeviation: 0.08,
};

/** For images that are alike: no part may differ by more than twice the contrast of the whole. */
const alikeLimits = {
  maxDifference: Infinity,
  maxDeviation: Infinity,
  shareOfDifference: 2,
  shareOfDeviation: 0.25,
} as const;

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

/**
 * The signs of the 63 slowest waves that the whole is made of, against their median: noise, compression and size change
 * the fast ones. Source: Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions (2010).
 */
function hashOfWhole(cells: Uint8Array): readonly [number, number] {
  const waves = slowWaves(cells);
  const median = waves.slice(1).toSorted()[31]!;
  const words: [number, number] = [0, 0];
  for (let bit = 1; bit < 64; bit++) {
    if (waves[bit]! > median) words[bit >> 5]! |= 1 << (bit & 31);
  }
  return [words[0] >>> 0, words[1] >>> 0];
}

/** The 8 x 8 lowest coefficients of the discrete cosine transform. */
function slowWaves(cells: Uint8Array): Float64Array {
  const rows = new Float64Array(sketchSide * 8);
  for (let row = 0; row < sketchSide; row++) {
    for (let wave = 0; wave < 8; wave++) {
      let sum = 0;
      for (let x = 0; x < sketchSide; x++) sum += cells[row * sketchSide + x]! * cosines[wave * sketchSide + x]!;
      rows[row * 8 + wave] = sum;
    }
  }
  return Float64Array.from({ length: 64 }, (_, at) => {
    let sum = 0;
    for (let y = 0; y < sketchSide; y++) sum += rows[y * 8 + (at & 7)]! * cosines[(at >> 3) * sketchSide + y]!;
    return sum;
  });
}

const cosines = Float64Array.from({ length: 8 * sketchSide }, (_, at) =>
  Math.cos((Math.PI * Math.floor(at / sketchSide) * (2 * (at % sketchSide) + 1)) / (2 * sketchSide)),
);

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
      for (let place = Math.max(0, bucket.length - rules.maxCompared); place < bucket.length; place++) {
        const earlier = bucket[place]!;
        if (bitsBetween(looks, earlier, later) > rules.maxBits || skip(earlier, later)) continue;
        if (looksTheSame(cells, looks, rules, earlier, later) || rules.isAligned?.(earlier, later) === true) {
          pair(earlier, later);
        }
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
