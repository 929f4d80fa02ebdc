import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { interruptedScan } from '../../src/checklist/interruptedScan.ts';
import { checkTraining } from '../../src/checklist/checkTraining.ts';
import { findNearDuplicates, markAlikeTops } from '../../src/checklist/database/nearDuplicates.ts';
import { readImage } from '../../src/checklist/image/readImage.ts';
import { draw } from '../support/checklist/drawn.ts';

let folder = '';
let rounds = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-scan-'));
  const paths = Array.from({ length: 500 }, (_, index) => {
    const { bytes, boxes } = draw(index);
    const path = join(folder, `${index}.png`);
    writeFileSync(path, index === 77 ? bytes.subarray(0, 900) : bytes);
    writeFileSync(join(folder, `${index}.txt`), boxes.map((box) => `${box.join(' ')}\n`).join(''));
    return path;
  });
  writeFileSync(join(folder, '99.txt'), '9 0.5 0.5 0.2 0.2\n');
  writeFileSync(join(folder, '300.png'), draw(200).bytes);
  writeFileSync(join(folder, 'train.txt'), `${paths.join('\n')}\n`);
  writeFileSync(join(folder, 'obj.names'), 'a\nb\nc\n');
  writeFileSync(join(folder, 'obj.data'), 'classes=3\ntrain=train.txt\nnames=obj.names\n');
});

beforeEach(() => {
  process.env['XDG_CACHE_HOME'] = join(folder, `cache${rounds++}`);
});

afterAll(() => {
  delete process.env['XDG_CACHE_HOME'];
  rmSync(folder, { recursive: true, force: true });
});

test('many threads find what one finds, in the same order', async () => {
  const one = await checked(1);
  process.env['XDG_CACHE_HOME'] = join(folder, `cache${rounds++}`);
  expect(await checked(2)).toEqual(one);
  expect(one.byCheck).toMatchObject({ 'image-truncated': 1, 'class-out-of-range': 1, 'image-duplicate': 1 });
});

test('a second check finds the same, and does not read what has not changed', async () => {
  const path = join(folder, '5.png');
  utimesSync(path, 1_000_000, 1_000_000);
  const first = await checked(1);
  const { size } = statSync(path);
  truncateSync(path, size - 20);
  truncateSync(path, size);
  utimesSync(path, 1_000_000, 1_000_000);
  // Nobody who reads this image could overlook that its end is gone.
  expect(await checked(1)).toEqual(first);
  utimesSync(path, 1_000_000, 1_000_005);
  expect((await checked(1)).counts.error).toBe(first.counts.error + 1);
  writeFileSync(path, draw(5).bytes);
});

test('a cache that is damaged, or cannot be written, changes nothing', async () => {
  const first = await checked(1);
  const cache = join(process.env['XDG_CACHE_HOME']!, 'plateau');
  const [file] = readdirSync(cache);
  truncateSync(join(cache, file!), 5000);
  expect(await checked(1)).toEqual(first);
  writeFileSync(join(cache, file!), '{"version":1}\n');
  expect(await checked(1)).toEqual(first);
  process.env['XDG_CACHE_HOME'] = join(folder, 'obj.data');
  expect(await checked(1)).toEqual(first);
});

test('progress counts up to all images', async () => {
  const seen: number[] = [];
  const onProgress = (done: number, total: number) => total === 500 && seen.push(done);
  await checkTraining({ data: 'obj.data', model: null, command: null, cwd: folder, threads: 2, onProgress });
  expect(seen.at(-1)).toBe(500);
  expect(seen.toSorted((one, other) => one - other)).toEqual(seen);
});

test('a check that is interrupted says how far it was, and what it has read is not read again', async () => {
  const stop = new AbortController();
  const options = { data: 'obj.data', model: null, command: null, cwd: folder, threads: 1, signal: stop.signal };
  const interrupted = checkTraining({ ...options, onProgress: (done) => done > 20 && stop.abort() });
  const error = await interrupted.catch((reason: unknown) => reason);
  expect(error).toMatchObject({ message: expect.stringMatching(/^Interrupted after \d+ of 500 images \(\d+ %\)\./) });
  const { done, total } = interruptedScan(error)!;
  expect([done > 20, done < total]).toEqual([true, true]);
  expect(String(error)).toContain('the next check goes on from there');
  const file = join(folder, '7.png');
  const { size, mtimeMs } = statSync(file);
  truncateSync(file, size - 20);
  truncateSync(file, size);
  utimesSync(file, mtimeMs / 1000, mtimeMs / 1000);
  // Nobody who reads this image could overlook that its end is gone.
  expect((await checked(1)).byCheck['image-truncated']).toBe(1);
  writeFileSync(file, draw(7).bytes);
});

test('images of one kind are not taken for copies of each other, and darker and brighter copies are', () => {
  const sketches = new Map(Array.from({ length: 600 }, (_, index) => [index, readImage(draw(index).bytes).sketch!]));
  expect(pairsOf(sketches)).toEqual([]);
  for (const [index, brightness] of [0.75, 0.9, 1.1, 1.2].entries()) {
    sketches.set(600 + index, readImage(draw(50 * index, brightness).bytes).sketch!);
  }
  expect(pairsOf(sketches)).toEqual([
    [0, 600],
    [50, 601],
    [100, 602],
    [150, 603],
  ]);
});

test('images of little contrast are only alike when what is on them is', () => {
  /** A grey ground with a slightly brighter square on it, by the part of each cell that it covers. */
  const square = (left: number, top: number, side: number) =>
    Uint8Array.from({ length: 256 }, (_, cell) => {
      const covered = (from: number, at: number) => Math.max(0, Math.min(at + 1, from + side) - Math.max(at, from));
      return 60 + 45 * covered(left, cell & 15) * covered(top, cell >> 4);
    });
  const sketches = new Map([
    [0, square(9.5, 1.8, 4.7)],
    [1, square(9.5, 2.1, 3.8)],
    [2, square(9.5, 1.8, 4.7).map((cell) => cell * 1.1)],
  ]);
  expect(pairsOf(sketches)).toEqual([[0, 2]]);
});

test('blank images are not compared: they all look alike, which says nothing', () => {
  const sketches = new Map([10, 10, 200].map((grey, index) => [index, new Uint8Array(256).fill(grey)]));
  expect(pairsOf(sketches)).toEqual([]);
});

/** As the check does: by the tops first, and then wholly. */
function pairsOf(sketches: ReadonlyMap<number, Uint8Array>): [number, number][] {
  const tops = new Uint8Array(sketches.size * 32);
  for (const [index, sketch] of sketches) tops.set(sketch.subarray(0, 32), index * 32);
  const marked = markAlikeTops(tops, new Uint8Array(sketches.size).fill(1));
  const pairs = new Map<number, [number, number]>();
  findNearDuplicates(
    new Map([...sketches].filter(([index]) => marked[index] === 1)),
    { excludes: () => false, thorough: false },
    (earlier, later) => pairs.set(later, [earlier, later]),
  );
  return [...pairs.values()].toSorted((one, other) => one[1] - other[1]);
}

function checked(threads: number) {
  return checkTraining({ data: 'obj.data', model: null, command: null, cwd: folder, threads, onProgress: () => {} });
}
