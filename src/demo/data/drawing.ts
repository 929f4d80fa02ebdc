import { intersectionOverUnion } from '../box.ts';
import type { Box, Truth } from '../box.ts';
import type { RgbImage } from './png.ts';
import type { Random } from '../random.ts';

/** The classes, in the order of their numbers. */
export const shapeNames = ['square', 'circle', 'triangle'] as const;

/** A drawn image and what is on it. */
export interface Scene {
  readonly image: RgbImage;
  readonly truths: readonly Truth[];
}

type Colour = readonly [red: number, green: number, blue: number];

interface Shape {
  readonly class: number;
  readonly left: number;
  readonly top: number;
  readonly size: number;
  readonly colour: Colour;
}

/** How an image is drawn: lengths in pixels, colours 0..255. */
const drawing = {
  minShapes: 1,
  maxShapes: 4,
  minSize: 9,
  maxSize: 21,
  groundColour: { darkest: 0, brightest: 120 },
  shapeColour: { darkest: 100, brightest: 255 },
  noise: 20,
  maxOverlap: 0.05,
};

/** Draws a square image with one to four shapes on noisy ground. The box of each truth fits its shape to the pixel. */
export function drawScene(length: number, random: Random): Scene {
  const ground = drawColour(drawing.groundColour, random);
  const shapes: Shape[] = [];
  const wanted = random.integer(drawing.minShapes, drawing.maxShapes);
  // An image too full for another shape gets fewer: the tries are counted, not the shapes.
  for (let tries = 0; tries < 10 * wanted && shapes.length < wanted; tries += 1) {
    const shape = drawShape(length, random);
    const free = shapes.every(
      (other) => intersectionOverUnion(boxOf(shape, length), boxOf(other, length)) <= drawing.maxOverlap,
    );
    if (free) shapes.push(shape);
  }
  return {
    image: { width: length, height: length, pixels: paint(length, ground, shapes, random) },
    truths: shapes.map((shape) => ({ class: shape.class, box: boxOf(shape, length) })),
  };
}

function drawShape(length: number, random: Random): Shape {
  const size = random.integer(drawing.minSize, drawing.maxSize);
  return {
    class: random.integer(0, shapeNames.length - 1),
    left: random.integer(0, length - size),
    top: random.integer(0, length - size),
    size,
    colour: drawColour(drawing.shapeColour, random),
  };
}

function drawColour({ darkest, brightest }: { darkest: number; brightest: number }, random: Random): Colour {
  return [random.integer(darkest, brightest), random.integer(darkest, brightest), random.integer(darkest, brightest)];
}

function boxOf({ left, top, size }: Shape, length: number): Box {
  return {
    x: (left + size / 2) / length,
    y: (top + size / 2) / length,
    width: size / length,
    height: size / length,
  };
}

function paint(length: number, ground: Colour, shapes: readonly Shape[], random: Random): Uint8Array {
  const pixels = new Uint8Array(length * length * 3);
  for (let y = 0; y < length; y += 1) {
    for (let x = 0; x < length; x += 1) {
      const colour = shapes.findLast((shape) => covers(shape, x, y))?.colour ?? ground;
      for (let part = 0; part < 3; part += 1) {
        const noisy = colour[part]! + drawing.noise * random.normal();
        pixels[(y * length + x) * 3 + part] = Math.min(255, Math.max(0, Math.round(noisy)));
      }
    }
  }
  return pixels;
}

/** Says whether a shape covers the middle of the pixel at (x, y). */
function covers({ class: index, left, top, size }: Shape, x: number, y: number): boolean {
  const across = x + 0.5 - left;
  const down = y + 0.5 - top;
  if (across < 0 || across > size || down < 0 || down > size) return false;
  switch (shapeNames[index]) {
    case 'circle':
      return (across - size / 2) ** 2 + (down - size / 2) ** 2 <= (size / 2) ** 2;
    case 'triangle':
      return Math.abs(across - size / 2) <= down / 2;
    default:
      return true;
  }
}
