import { type RgbImage, encodePng } from '../../../src/demo/data/png.ts';

/** A drawn image with its boxes: class, middle and size as fractions. */
export interface Drawn {
  readonly bytes: Buffer;
  readonly boxes: readonly (readonly [number, number, number, number, number])[];
}

/** Width and height of the drawn images in pixels. */
export const side = 64;

/** Draws an image of three bright squares on noise. The same number gives the same image. */
export function draw(number: number, brightness = 1): Drawn {
  const random = seeded(number + 1);
  const pixels = new Uint8Array(side * side * 3);
  for (let at = 0; at < pixels.length; at++) pixels[at] = 20 + random() * 40;
  // One square in each of three quarters, so that no two cover each other.
  const boxes = [0, 1, 2].map((quarter) => {
    const size = 16 + Math.floor(random() * 8);
    const left = (quarter % 2) * 32 + Math.floor(random() * (32 - size));
    const top = (quarter >> 1) * 32 + Math.floor(random() * (32 - size));
    const colour = [0, 1, 2].map(() => 90 + Math.floor(random() * 110));
    for (let y = top; y < top + size; y++) {
      for (let x = left; x < left + size; x++) {
        for (const part of [0, 1, 2]) pixels[(y * side + x) * 3 + part] = colour[part]!;
      }
    }
    const fractions = [left + size / 2, top + size / 2, size, size].map((value) => value / side);
    return [(number + quarter) % 3, fractions[0]!, fractions[1]!, fractions[2]!, fractions[3]!] as const;
  });
  const image: RgbImage = {
    width: side,
    height: side,
    pixels: pixels.map((value) => Math.min(255, value * brightness)),
  };
  return { bytes: encodePng(image), boxes };
}

/** An image of noise alone. */
export function noise(width: number, height: number): Buffer {
  const random = seeded(width * 1000 + height);
  return encodePng({ width, height, pixels: Uint8Array.from({ length: width * height * 3 }, () => random() * 255) });
}

/** Park and Miller's generator: the same images every time. */
function seeded(seed: number): () => number {
  let state = (seed * 7919) % 2_147_483_647;
  for (let round = 0; round < 3; round++) state = (state * 48_271) % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
