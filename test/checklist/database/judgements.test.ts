import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckId } from '../../../src/checklist/checks/checks.ts';
import { type CheckReport, checkTraining } from '../../../src/checklist/checkTraining.ts';
import { encodePng } from '../../../src/demo/data/png.ts';
import { draw } from '../../support/checklist/drawn.ts';

let folder = '';
let report: CheckReport;

/** A PNG image in which `value` tells the red, green and blue of a place. */
function image(width: number, height: number, value: (x: number, y: number) => readonly number[]): Buffer {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels.set(value(x, y), (y * width + x) * 3);
  }
  return encodePng({ width, height, pixels });
}

/** Stripes of 32 pixels, blurred over so many. */
function stripes(blur: number, number: number): Buffer {
  const edge = (x: number) => (Math.floor((x + number) / 32) % 2 === 0 ? 60 : 180);
  const grey = (x: number) =>
    Array.from({ length: blur }, (_, index) => edge(x + index)).reduce((sum, each) => sum + each, 0) / blur;
  return image(192, 80 + number, (x, y) => [grey(x), grey(x) * 0.8, y]);
}

/** A grey PNG image with 16 bits a sample, of noise. */
function deepPng(side: number): Buffer {
  const chunk = (type: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(content.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([16, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(side * (side * 6 + 1));
  for (let at = 0; at < rows.length; at++) rows[at] = at % (side * 6 + 1) === 0 ? 0 : (at * 7919) % 251;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A JPEG image with an EXIF segment that asks for a turn. */
function turned(jpeg: Buffer, orientation: number): Buffer {
  const tiff = Buffer.from('MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0', 'latin1');
  tiff.writeUInt16BE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, body.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-judged-'));
  process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
  mkdirSync(join(folder, 'images'));
  const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/checklist/${name}`, import.meta.url));
  const noise = (x: number, y: number) => (x * 7919 + y * 104_729 + x * y * 31) % 23;
  const files: Record<string, Buffer> = {
    'blurred.png': stripes(16, 9),
    'more-blurred.png': stripes(28, 1),
    'dark.png': image(64, 64, (x, y) => [noise(x, y), y < 20 ? 40 : 4, (x + y) % 30]),
    'darkest.png': image(64, 64, (x, y) => [noise(x, y) / 2, x < 32 ? 16 : 1, (x + y) % 20]),
    'bright.png': image(64, 64, (x, y) => [255, 255 - (x < 20 ? 80 : 0), 255 - noise(x, y)]),
    'uniform.png': image(64, 64, () => [90, 120, 60]),
    'wide.png': image(160, 40, (x, y) => [(x * 5) % 200, noise(x, y) * 9, (y * 5) % 200]),
    'large.png': image(320, 300, (x, y) => [(x * 3) % 200, noise(x >> 4, y >> 4) * 9, (y * 3) % 200]),
    'grey.png': image(64, 64, (x, y) => Array<number>(3).fill(40 + noise(x >> 3, y >> 3) * 7)),
    'deep.png': deepPng(64),
    'turned.jpg': turned(fixture('colour.jpg'), 6),
    'cmyk.jpg': fixture('cmyk.jpg'),
  };
  for (let index = 0; index < 24; index++) files[`usual${index}.png`] = draw(index).bytes;
  for (let index = 3; index < 7; index++) files[`sharp${index}.png`] = stripes(1, index);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, 'images', name), bytes);
  writeFileSync(join(folder, 'data.yaml'), 'train: images\nval: images\nnames: {0: a}\n');
  report = await checkTraining({
    data: 'data.yaml',
    model: null,
    command: null,
    cwd: folder,
    threads: 1,
    onProgress: () => {},
  });
});

afterAll(() => {
  delete process.env['XDG_CACHE_HOME'];
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  [
    'image-blurred',
    ['more-blurred.png', 'blurred.png'],
    /2 images are blurred, above all .* \(sharpness, where 1 is sharp 0\.\d+\)/,
  ],
  [
    'image-dark',
    ['darkest.png', 'dark.png'],
    /2 images are dark, above all .*darkest\.png \(mean brightness of 255 \d+\)/,
  ],
  ['image-overexposed', ['bright.png'], /bright\.png is overexposed \(mean brightness of 255 2\d\d\)/],
  ['image-uniform', ['uniform.png'], /uniform\.png is nearly uniform \(contrast of 255 0\.0\)/],
  ['image-aspect', ['wide.png'], /wide\.png has an odd aspect ratio \(pixels 160 x 40\)/],
  [
    'image-odd-size',
    ['large.png'],
    /large\.png is of an odd size, where \d\d pixels a side are usual \(pixels 320 x 300\)/,
  ],
  ['image-grey', ['grey.png'], /grey\.png is grey among images in colour \(share 2\.5 % of 40\)/],
  ['image-rotated', ['turned.jpg'], /turned\.jpg is to be turned by EXIF \(orientation 6\)/],
  ['image-cmyk', ['cmyk.jpg'], /cmyk\.jpg is in CMYK/],
  ['image-deep', ['deep.png'], /deep\.png has more than 8 bits a sample/],
] satisfies [CheckId, string[], RegExp][])(
  '%s is a hint that names the images, the worst first: %j',
  (id, names, words) => {
    const found = report.findings.filter(({ check }) => check === id);
    const paths = names.map((name) => join(folder, 'images', name));
    expect(found.map(({ level, files }) => [level, files])).toEqual([['hint', paths]]);
    expect(found[0]!.what).toMatch(words);
    expect(found[0]!.where).toEqual({ file: paths[0], line: null });
    expect(found[0]!.table.slice(1).map(([path]) => path)).toEqual(names.length === 1 ? [] : paths);
  },
);
