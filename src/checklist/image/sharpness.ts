/**
 * The sharpness of a JPEG image, by the waves in its sharpest blocks: `reaches` counts its blocks by the last of their
 * 63 AC coefficients that is not zero. Coarse quantisers leave fewer, so they are held against less. `quantiser` is
 * that of the DC coefficient. 1 is the least of a sharp image. Measured on 116 photos and their blurred copies.
 */
export function jpegSharpness(reaches: Uint32Array, quantiser: number): number {
  const blocks = reaches.reduce((sum, each) => sum + each, 0);
  let seen = 0;
  let finest = 0;
  // The sharpest blocks count: in most photos much is out of focus.
  while (finest < reaches.length - 1 && (seen += reaches[finest]!) < blocks * mostBlocks) finest++;
  const least = leastReach.find(([from]) => quantiser >= from)![1];
  return finest / least;
}

const mostBlocks = 0.99;

/** By the quantiser of the DC coefficient: 16, 8, 3 and 2 at quality 50, 75, 90 and 95 of libjpeg. */
const leastReach = [
  [12, 8.5],
  [6, 11.5],
  [3, 16.5],
  [0, 21.5],
] as const;

/** Measures the sharpness of an image whose pixels are known, by how much of an edge is within two of them. */
export interface SharpnessMeter {
  /** Takes a row of pixels in, of which `grey(x)` tells the grey value 0..255 at x. */
  readonly row: (grey: (x: number) => number) => void;
  /** 1 is the least of a sharp image; null where there are too few edges to tell. */
  readonly finish: () => number | null;
}

/** Makes a meter for rows of so many pixels. */
export function createSharpnessMeter(width: number): SharpnessMeter {
  const shares = new Uint32Array(levels + 1);
  let edges = 0;
  return {
    row(grey) {
      for (let x = reach; x < width - reach; x += stride) {
        const edge = Math.abs(grey(x + reach) - grey(x - reach));
        if (edge < minEdge) continue;
        let within = 0;
        for (let near = x - reach + 1; near < x + reach; near++) {
          within = Math.max(within, Math.abs(grey(near + 1) - grey(near - 1)));
        }
        edges++;
        shares[Math.min(levels, Math.floor((within / edge) * levels))]!++;
      }
    },
    finish() {
      if (edges < minEdges) return null;
      let seen = 0;
      let sharpest = 0;
      while (sharpest < levels && (seen += shares[sharpest]!) < edges * mostEdges) sharpest++;
      return sharpest / levels / leastShare;
    },
  };
}

/** Pixels to either side of an edge: a blur of 4 pixels fits in. */
const reach = 8;
const stride = 8;
/** Grey values. */
const minEdge = 30;
const minEdges = 20;
const levels = 32;
const mostEdges = 0.97;
/** Measured on 116 photos: sharp ones have 0.4 and more, those blurred by 4 pixels 0.16 to 0.4. */
const leastShare = 0.38;
