import { describe, expect, test } from 'vitest';
import { findNearDuplicates, type Likeness } from '../../../src/checklist/database/nearDuplicates.ts';
import { readImage } from '../../../src/checklist/image/readImage.ts';
import { encodePng } from '../../../src/demo/data/png.ts';

/** The grey value 0..255 at a place of a picture, both 0..1. */
type Picture = (x: number, y: number) => number;

/** Noise whose waves are the weaker the faster they are, which is what photographs have in common. */
function photo(number: number): Picture {
  let state = ((number + 1) * 7919) % 2_147_483_647;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let round = 0; round < 5; round++) random();
  const waves = Array.from({ length: 60 }, () => {
    const pace = 0.5 * 2 ** (random() * 6);
    const angle = random() * 2 * Math.PI;
    return {
      x: Math.cos(angle) * pace * 6.28,
      y: Math.sin(angle) * pace * 6.28,
      phase: random() * 6.28,
      size: 30 / pace,
    };
  });
  const ground = 60 + random() * 60;
  // A sine of a sum takes two products of the sines along each side, which are computed once for each row and column.
  const columns = new Map<number, Float64Array>();
  const sines = (angle: (wave: (typeof waves)[number]) => number) =>
    Float64Array.from(waves.flatMap((wave) => [Math.sin(angle(wave)), Math.cos(angle(wave))]));
  let row = { y: Number.NaN, sines: new Float64Array() };
  return (x, y) => {
    if (row.y !== y) row = { y, sines: sines((wave) => wave.y * y) };
    let column = columns.get(x);
    if (column === undefined) {
      if (columns.size > 200) columns.clear();
      columns.set(x, (column = sines((wave) => wave.x * x + wave.phase)));
    }
    let grey = ground;
    for (let at = 0; at < column.length; at += 2) {
      const sine = column[at]! * row.sines[at + 1]! + column[at + 1]! * row.sines[at]!;
      grey += waves[at >> 1]!.size * sine;
    }
    return Math.max(0, Math.min(255, grey));
  };
}

/** The picture as a file of so many pixels, and as the check sketches it. */
function sketchOf(picture: Picture, width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      pixels.fill(picture((x + 0.5) / width, (y + 0.5) / height), (y * width + x) * 3, (y * width + x + 1) * 3);
    }
  }
  return readImage(encodePng({ width, height, pixels })).sketch!;
}

const count = 120;
const photos = Array.from({ length: count }, (_, number) => photo(number));
const originals = photos.map((picture) => sketchOf(picture, 160, 120));

function pairsOf(sketches: readonly Uint8Array[], thorough = false): [number, number, Likeness][] {
  const pairs: [number, number, Likeness][] = [];
  findNearDuplicates(new Map(sketches.entries()), { excludes: () => false, thorough }, (earlier, later, likeness) =>
    pairs.push([earlier, later, likeness]),
  );
  return pairs;
}

/** The share of the photos whose copy is found. */
function foundOf(copies: readonly Uint8Array[]): number {
  const found = pairsOf([...originals, ...copies]).filter(([earlier, later]) => later === earlier + count);
  return new Set(found.map(([earlier]) => earlier)).size / count;
}

describe('a copy of a photo is found', () => {
  test.each([
    ['at half the size', (picture: Picture) => sketchOf(picture, 80, 60), 0.95],
    ['at three quarters of the size', (picture: Picture) => sketchOf(picture, 120, 90), 0.95],
    ['stretched to a square', (picture: Picture) => sketchOf(picture, 160, 160), 0.95],
    ['brighter by a quarter', (picture: Picture) => sketchOf(brighter(picture), 160, 120), 0.95],
    ['with 3 % of each side cut off', (picture: Picture) => sketchOf(cropped(picture), 150, 113), 0.6],
  ])('%s', (_name, copy, share) => {
    expect(foundOf(photos.map(copy))).toBeGreaterThanOrEqual(share);
  });
});

test('a mirrored copy is found by a thorough look, and by no other', () => {
  const mirrored = originals.map((sketch) => sketch.map((_, cell) => sketch[(cell & ~15) + 15 - (cell & 15)]!));
  const found = pairsOf([...originals, ...mirrored], true);
  expect(found.filter(([earlier, later]) => later !== earlier + count)).toEqual([]);
  expect(found.length).toBeGreaterThanOrEqual(0.95 * count);
  expect(new Set(found.map(([, , likeness]) => likeness))).toEqual(new Set(['mirrored']));
  expect(pairsOf([...originals, ...mirrored])).toEqual([]);
});

test('photos that have nothing to do with each other are no pair', () => {
  expect(pairsOf(originals)).toEqual([]);
});

test('of a standing camera, past which something moves, no frame is a copy of another', () => {
  for (const picture of photos.slice(0, 10)) {
    const frames = [0.1, 0.3, 0.5, 0.7].map((at) => sketchOf(passing(picture, at), 160, 120));
    expect(pairsOf(frames).filter(([, , likeness]) => likeness === 'copy')).toEqual([]);
  }
});

function brighter(picture: Picture): Picture {
  return (x, y) => Math.min(255, picture(x, y) * 1.25);
}

function cropped(picture: Picture): Picture {
  return (x, y) => picture(0.03 + x * 0.94, 0.03 + y * 0.94);
}

/** A thing of a tenth of the width that stands out from the ground. */
function passing(picture: Picture, at: number): Picture {
  const isThing = (x: number, y: number) => x > at && x < at + 0.1 && y > 0.4 && y < 0.65;
  return (x, y) => {
    const grey = picture(x, y);
    return isThing(x, y) ? (grey > 128 ? 20 : 235) : grey;
  };
}
