import { describe, expect, test } from 'vitest';
import { drawScene } from '../../../src/demo/data/drawing.ts';
import { decodePng, encodePng } from '../../../src/demo/data/png.ts';
import { createRandom } from '../../../src/demo/random.ts';

const scene = drawScene(48, createRandom(1, 'image'));

describe('PNG images', () => {
  test('come back pixel by pixel', () => {
    expect(decodePng(encodePng(scene.image))).toEqual(scene.image);
  });

  test('keep width and height apart', () => {
    const image = { width: 3, height: 2, pixels: Uint8Array.from({ length: 18 }, (_, index) => index) };
    expect(decodePng(encodePng(image))).toEqual(image);
  });

  test('begin and end as the standard says, for other programs to read', () => {
    const file = encodePng({ width: 1, height: 1, pixels: Uint8Array.of(255, 0, 0) });
    expect(file.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    // IEND is empty, so every PNG file ends in the same twelve bytes.
    expect(file.subarray(-12).toString('hex')).toBe('0000000049454e44ae426082');
  });

  test('with one damaged byte are refused, wherever it is', () => {
    const whole = encodePng(scene.image);
    for (let at = 0; at < whole.length; at += 97) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 0x10;
      expect(() => decodePng(damaged)).toThrow(/PNG image/);
    }
  });

  test('that end too early are refused, and so is what is no PNG', () => {
    const whole = encodePng(scene.image);
    expect(() => decodePng(whole.subarray(0, 500))).toThrow('a damaged PNG image: it ends too early');
    expect(() => decodePng(Buffer.from('JFIF'))).toThrow('no PNG image');
  });
});

describe('drawn scenes', () => {
  test('hold one to four shapes, each within the image', () => {
    const random = createRandom(2, 'scenes');
    for (let index = 0; index < 50; index += 1) {
      const { truths } = drawScene(48, random);
      expect(truths.length).toBeGreaterThanOrEqual(1);
      expect(truths.length).toBeLessThanOrEqual(4);
      for (const { box } of truths) {
        expect(Math.min(box.x - box.width / 2, box.y - box.height / 2)).toBeGreaterThanOrEqual(0);
        expect(Math.max(box.x + box.width / 2, box.y + box.height / 2)).toBeLessThanOrEqual(1);
      }
    }
  });

  test('are the same for the same seed and differ between seeds', () => {
    expect(drawScene(48, createRandom(1, 'image'))).toEqual(scene);
    expect(drawScene(48, createRandom(2, 'image'))).not.toEqual(scene);
  });

  test('show a shape where its box says: brighter than the ground around', () => {
    const random = createRandom(5, 'contrast');
    for (let index = 0; index < 20; index += 1) {
      const { image, truths } = drawScene(48, random);
      const inside = truths.map(({ box }) => brightnessAt(image, Math.floor(box.x * 48), Math.floor(box.y * 48)));
      const outside = cornersOutside(truths).map(([x, y]) => brightnessAt(image, x, y));
      for (const ground of outside) expect(Math.min(...inside)).toBeGreaterThan(ground);
    }
  });
});

type RgbImage = typeof scene.image;
type Truths = typeof scene.truths;

/** The mean of a pixel and its neighbours, which evens out the noise. */
function brightnessAt({ width, pixels }: RgbImage, x: number, y: number): number {
  let sum = 0;
  for (const [across, down] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const) {
    const at = ((y + down) * width + x + across) * 3;
    sum += pixels[at]! + pixels[at + 1]! + pixels[at + 2]!;
  }
  return sum / 12;
}

function cornersOutside(truths: Truths): [x: number, y: number][] {
  const corners: [number, number][] = [
    [0, 0],
    [46, 0],
    [0, 46],
    [46, 46],
  ];
  return corners.filter(([x, y]) =>
    truths.every(
      ({ box }) => Math.abs(x / 48 - box.x) > box.width / 2 + 0.05 || Math.abs(y / 48 - box.y) > box.height / 2 + 0.05,
    ),
  );
}
