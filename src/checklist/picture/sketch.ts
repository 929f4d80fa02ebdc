import { sketchSide } from './picture.ts';

/** Adds pixels up into the cells of a sketch, row by row; the rows have to come from top to bottom. */
export interface Sketcher {
  /** How many rows of pixels are wanted, from the top. */
  readonly pixelRows: number;
  /** Takes a row of pixels in, of which `grey(x)` tells the grey value 0..255 at x. */
  readonly row: (y: number, grey: (x: number) => number) => void;
  /** The mean grey value of each cell, row by row. */
  readonly finish: () => Uint8Array;
}

/** At most so many pixels of a cell are looked at in each direction: a mean over 64 of them is steady enough, and large pictures stay cheap. */
const samples = 8;

/** Makes the top rows of the sketch of a picture of that size in pixels. Pictures smaller than the sketch repeat their pixels. */
export function createSketcher(width: number, height: number, cellRows: number): Sketcher {
  const columns = placesAlong(width);
  const rows = placesAlong(height);
  const lastPlace = rows.each * cellRows - 1;
  const sums = new Float64Array(cellRows * sketchSide);
  const line = new Float64Array(sketchSide);
  let next = 0;
  return {
    pixelRows: rows.places[lastPlace]! + 1,
    row(y, grey) {
      if (next > lastPlace || rows.places[next] !== y) return;
      for (let cell = 0; cell < sketchSide; cell++) {
        let sum = 0;
        const end = (cell + 1) * columns.each;
        for (let index = cell * columns.each; index < end; index++) sum += grey(columns.places[index]!);
        line[cell] = sum;
      }
      for (; next <= lastPlace && rows.places[next] === y; next++) {
        const cells = Math.floor(next / rows.each) * sketchSide;
        for (let column = 0; column < sketchSide; column++) sums[cells + column]! += line[column]!;
      }
    },
    finish: () => Uint8Array.from(sums, (sum) => sum / (columns.each * rows.each)),
  };
}

/** The pixels along one side that are looked at, `each` of them for every cell, in rising order. */
interface Places {
  readonly places: Int32Array;
  readonly each: number;
}

function placesAlong(length: number): Places {
  const known = placesKnown.get(length);
  if (known !== undefined) return known;
  const each = Math.max(1, Math.min(samples, Math.floor(length / sketchSide)));
  const places = new Int32Array(sketchSide * each);
  for (let index = 0; index < places.length; index++) {
    places[index] = Math.min(length - 1, Math.floor(((index + 0.5) * length) / places.length));
  }
  // The pictures of a data set have few sizes, or each has its own: then remembering all of them would only cost memory.
  if (placesKnown.size >= 64) placesKnown.clear();
  placesKnown.set(length, { places, each });
  return { places, each };
}

const placesKnown = new Map<number, Places>();
