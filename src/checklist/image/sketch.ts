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
  const columns = placesAlong(width);
  const rows = placesAlong(height);
  const lastPlace = samples * cellRows - 1;
  const sums = new Float64Array(cellRows * sketchSide);
  const line = new Float64Array(sketchSide);
  let next = 0;
  return {
    pixelRows: rows[lastPlace]! + 1,
    row(y, grey) {
      if (next > lastPlace || rows[next] !== y) return;
      for (let cell = 0; cell < sketchSide; cell++) {
        let sum = 0;
        const end = (cell + 1) * samples;
        for (let index = cell * samples; index < end; index++) sum += grey(columns[index]!);
        line[cell] = sum;
      }
      for (; next <= lastPlace && rows[next] === y; next++) {
        const cells = Math.floor(next / samples) * sketchSide;
        for (let column = 0; column < sketchSide; column++) sums[cells + column]! += line[column]!;
      }
    },
    finish: () => Uint8Array.from(sums, (sum) => sum / (samples * samples)),
  };
}

/** The pixels along one side that are looked at, `samples` of them for every cell, in rising order. */
function placesAlong(length: number): Int32Array {
  const known = placesKnown.get(length);
  if (known !== undefined) return known;
  const places = Int32Array.from({ length: sketchSide * samples }, (_, index) =>
    Math.floor(((index + 0.5) * length) / (sketchSide * samples)),
  );
  // The images of a data set have few sizes, or each has its own: then remembering all of them would only cost memory.
  if (placesKnown.size >= 64) placesKnown.clear();
  placesKnown.set(length, places);
  return places;
}

const placesKnown = new Map<number, Int32Array>();
