import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ImageError } from '../../src/checklist/image/image.ts';
import { readImage } from '../../src/checklist/image/readImage.ts';
import { encodePng } from '../../src/demo/data/png.ts';

/** One drawn image of 72 x 56 pixels in every form, as Pillow writes them. */
function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../fixtures/checklist/${name}`, import.meta.url));
}

const sketched = [
  'colour.png',
  'grey.png',
  'alpha.png',
  'palette.png',
  'colour.bmp',
  'colour.jpg',
  'progressive.jpg',
  'grey.jpg',
  'subsampled.jpg',
];
const sized = ['colour.gif', 'lossy.webp', 'lossless.webp', 'extended.webp'];

test.each([...sketched, ...sized])('the size of %s is read from its bytes', (name) => {
  const { width, height } = readImage(fixture(name));
  expect([width, height]).toEqual([72, 56]);
});

test.each(sketched)('%s looks like the same image as its uncompressed form', (name) => {
  const { sketch } = readImage(fixture(name));
  const wanted = readImage(fixture('colour.bmp')).sketch!;
  // Blocks of 8 x 8 pixels are coarser than the cells of so small an image: brightness per quarter is what both tell.
  for (const quarter of [0, 1, 2, 3]) {
    const mean = (cells: Uint8Array) => {
      const inside = [...cells].filter((_, cell) => (cell >> 7) * 2 + ((cell & 15) >> 3) === quarter);
      return inside.reduce((sum, value) => sum + value, 0) / inside.length;
    };
    expect(Math.abs(mean(sketch!) - mean(wanted))).toBeLessThan(8);
  }
});

test.each(['colour.jpg', 'subsampled.jpg', 'grey.jpg', 'progressive.jpg'])(
  '%s looks like its upper left part where only a part of its last blocks is in the image',
  (name) => {
    const [width, height] = [65, 49];
    const jpeg = Buffer.from(fixture(name));
    const header = jpeg.findIndex((byte, at) => byte === 0xff && [0xc0, 0xc1, 0xc2].includes(jpeg[at + 1]!));
    jpeg.writeUInt16BE(height, header + 5);
    jpeg.writeUInt16BE(width, header + 7);
    const bmp = fixture('colour.bmp');
    const [start, row, rows] = [bmp.readUInt32LE(10), bmp.readInt32LE(18) * 3, bmp.readInt32LE(22)];
    const pixels = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
      const [y, within] = [Math.floor(at / (width * 3)), at % (width * 3)];
      // Rows from below, blue first.
      return bmp[start + (rows - 1 - y) * row + within - (within % 3) + 2 - (within % 3)]!;
    });
    const sketch = readImage(jpeg).sketch!;
    const wanted = readImage(encodePng({ width, height, pixels })).sketch!;
    const difference = wanted.reduce((sum, grey, cell) => sum + Math.abs(grey - sketch[cell]!), 0) / wanted.length;
    // Taken for whole, the blocks at the edges would move all others: a difference of 14.
    expect(difference).toBeLessThan(10);
  },
);

test.each([...sketched, ...sized])(
  '%s that is cut off anywhere is a problem, never an image and never a crash',
  (name) => {
    const bytes = fixture(name);
    const least = name.endsWith('.jpg') ? 2 : name.endsWith('.png') ? 4 : 1;
    const cuts = Array.from({ length: 60 }, (_, index) => Math.floor((index * (bytes.length - least)) / 60));
    expect(cuts.filter((length) => !(problemOf(bytes.subarray(0, length)) instanceof ImageError))).toEqual([]);
  },
);

test.each([...sketched, ...sized])(
  '%s with a byte that has changed is read, or is a problem, and never crashes',
  (name) => {
    for (let round = 0; round < 200; round++) {
      const bytes = fixture(name);
      bytes[(round * 7919) % bytes.length]! ^= 1 << (round % 8);
      const problem = problemOf(bytes);
      expect(problem === null || problem instanceof ImageError).toBe(true);
    }
  },
);

test('a PNG image with one wrong bit in its pixels is unreadable, because its checksum tells', () => {
  const bytes = fixture('colour.png');
  bytes[2000]! ^= 1;
  expect(problemOf(bytes)).toMatchObject({ kind: 'unreadable', message: expect.stringContaining('checksum') });
});

test('padding behind the end of a JPEG image, as some cameras write, is no damage', () => {
  expect(readImage(Buffer.concat([fixture('colour.jpg'), Buffer.alloc(500)]))).toMatchObject({
    width: 72,
    height: 56,
  });
});

test.each([
  ['an empty file', Buffer.alloc(0)],
  ['a text', Buffer.from('hello')],
  ['a web page', Buffer.from('<html></html>')],
  ['zeros', Buffer.alloc(5000)],
  ['a lone signature of PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['a lone start of JPEG', Buffer.from([0xff, 0xd8])],
])('%s is no image', (_name, bytes) => {
  expect(problemOf(bytes)).toBeInstanceOf(ImageError);
});

function problemOf(bytes: Buffer): unknown {
  try {
    readImage(bytes);
    return null;
  } catch (error) {
    return error;
  }
}
