import { sketchSide } from './image.ts';

/** Adds pixels up into the cells of a sketch, row by row; the rows have to come from top to bottom. */
export interface Sketcher {
  /** How many rows of pixels are wanted, from the top. */
  readonly pixelRows: number;
  /** Takes a row of pixels in, of which `grey(x)` tells the grey value 0..255 at x. */
  readonly row: (y: number, grey: (x: number) => number) => void;
  /** The mean grey value of each cell, row by row. */
  readonly finish: () => Uint8Array;
}

/**
 * So many places of a cell are looked at in each direction: a mean over 1,024 of them is that of its pixels to a grey
 * level, and large images stay cheap. Where a cell has fewer pixels, they count by the part of the cell that they fill,
 * so that an image looks the same at every size.
 */
const samples = 32;

/**
 * Makes the top rows of the sketch of an image of that size in pixels. Images smaller than the sketch repeat their
 * pixels.
 */
export function createSketcher(width: number, height: number, cellRows: number): Sketcher {
  const { pixels, counts, ends } = placesAlong(width);
  const { all: rows } = placesAlong(height);
  const lastPlace = samples * cellRows - 1;
  const sums = new Float64Array(cellRows * sketchSide);
  const line = new Float64Array(sketchSide);
  let next = 0;
  return {
    pixelRows: rows[lastPlace]! + 1,
    row(y, grey) {
      if (next > lastPlace || rows[next] !== y) return;
      let place = 0;
      for (let cell = 0; cell < sketchSide; cell++) {
        let sum = 0;
        const end = ends[cell]!;
        for (; place < end; place++) sum += counts[place]! * grey(pixels[place]!);
        line[cell] = sum;
      }
      for (; next <= lastPlace && rows[next] === y; next++) {
        const cells = Math.floor(next / samples) * sketchSide;
        for (let cell = 0; cell < sketchSide; cell++) sums[cells + cell]! += line[cell]!;
      }
    },
    finish: () => Uint8Array.from(sums, (sum) => sum / (samples * samples)),
  };
}

/** The pixels along one side that are looked at. */
interface Places {
  /** `samples` of them for every cell, in rising order. */
  readonly all: Int32Array;
  /** Each of them once, how often it counts, and before which of these each cell ends. */
  readonly pixels: Int32Array;
  readonly counts: Uint8Array;
  readonly ends: Int32Array;
}

function placesAlong(length: number): Places {
  const known = placesKnown.get(length);
  if (known !== undefined) return known;
  const all = Int32Array.from({ length: sketchSide * samples }, (_, index) =>
    Math.floor(((index + 0.5) * length) / (sketchSide * samples)),
  );
  const pixels = new Int32Array(all.length);
  const counts = new Uint8Array(all.length);
  const ends = new Int32Array(sketchSide);
  let used = 0;
  for (let cell = 0; cell < sketchSide; cell++) {
    const first = used;
    for (const pixel of all.subarray(cell * samples, (cell + 1) * samples)) {
      if (used === first || pixels[used - 1] !== pixel) pixels[used++] = pixel;
      counts[used - 1]!++;
    }
    ends[cell] = used;
  }
  const places = { all, pixels, counts, ends };
  // The images of a data set have few sizes, or each has its own: then remembering all of them would only cost memory.
  if (placesKnown.size >= 64) placesKnown.clear();
  placesKnown.set(length, places);
  return places;
}

const placesKnown = new Map<number, Places>();
