import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

export interface ShapesOptions {
  readonly directory: string;
  readonly images?: number;
  readonly iterations?: number;
}

/**
 * Draws a small detection data set for a real Darknet (squares, circles, triangles) and writes the files its command
 * names.
 */
export function drawShapes({ directory, images = 40, iterations = 700 }: ShapesOptions): {
  command: string[];
  backup: string;
} {
  const backup = join(directory, 'backup');
  mkdirSync(join(directory, 'images'), { recursive: true });
  mkdirSync(join(directory, 'labels'), { recursive: true });
  mkdirSync(backup, { recursive: true });
  const random = seeded(7);
  const paths = Array.from({ length: images }, (_, index) => {
    const path = join(directory, 'images', `${index}.png`);
    const { pixels, label } = drawOne(random);
    writeFileSync(path, png(pixels));
    writeFileSync(join(directory, 'labels', `${index}.txt`), label);
    return path;
  });
  const write = (name: string, text: string) => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  };
  const list = write('train.txt', `${paths.join('\n')}\n`);
  const names = write('shapes.names', 'square\ncircle\ntriangle\n');
  const data = write(
    'shapes.data',
    `classes = 3\ntrain = ${list}\nvalid = ${list}\nnames = ${names}\nbackup = ${backup}\n`,
  );
  const model = readFileSync(resolve(import.meta.dirname, '../../../fixtures/shapes/shapes.cfg'), 'utf8');
  const cfg = write('shapes.cfg', model.replace(/max_batches=\d+/, `max_batches=${iterations}`));
  return { command: ['darknet', 'detector', 'train', data, cfg], backup };
}

const size = 64;

function drawOne(random: () => number): { pixels: Buffer; label: string } {
  const pixels = Buffer.alloc(size * size * 3);
  for (let index = 0; index < pixels.length; index++) pixels[index] = Math.floor(random() * 60);
  const kind = Math.floor(random() * 3);
  const side = 12 + Math.floor(random() * 10);
  const left = Math.floor(random() * (size - side));
  const top = Math.floor(random() * (size - side));
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const inCircle = (x - side / 2) ** 2 + (y - side / 2) ** 2 <= (side / 2) ** 2;
      const inTriangle = Math.abs(x - side / 2) <= y / 2;
      if (kind === 0 || (kind === 1 && inCircle) || (kind === 2 && inTriangle)) {
        pixels[((top + y) * size + left + x) * 3 + kind] = 230;
      }
    }
  }
  const box = [(left + side / 2) / size, (top + side / 2) / size, side / size, side / size];
  return { pixels, label: `${kind} ${box.map((value) => value.toFixed(6)).join(' ')}\n` };
}

function png(pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Array.from({ length: size }, (_, y) => [
    Buffer.from([0]),
    pixels.subarray(y * size * 3, (y + 1) * size * 3),
  ]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** Park and Miller's generator: the same images every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
