import {
  appendFileSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  closeSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPager } from '../../../src/log/files/pager.ts';

function logOf(content: string) {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-pager-'));
  const path = join(directory, 'output.log');
  writeFileSync(path, content);
  const pager = createPager(path);
  onTestFinished(async () => {
    await pager.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return { path, pager };
}

const textsOf = (window: { lines: readonly { text: string }[] }) => window.lines.map(({ text }) => text);
const far = Number.MAX_SAFE_INTEGER;

describe('a pager', () => {
  const numbered = Array.from({ length: 20_000 }, (_, index) => `line ${index} ${'x'.repeat(index % 40)}`);

  test('gives lines from any place on, beginning with the one that place lies in', async () => {
    const { pager } = logOf('first\nsecond\nthird\n');
    expect(textsOf(await pager.from(0, 2))).toEqual(['first', 'second']);
    expect(textsOf(await pager.from(8, 9))).toEqual(['second', 'third']);
    expect(textsOf(await pager.from(far, 9))).toEqual([]);
  });

  test('gives the lines before a place', async () => {
    const { pager } = logOf('first\nsecond\nthird\n');
    expect(textsOf(await pager.before(far, 2))).toEqual(['second', 'third']);
    expect(textsOf(await pager.before(6, 5))).toEqual(['first']);
    expect(textsOf(await pager.before(0, 5))).toEqual([]);
  });

  test('walks a long log forwards and backwards over the same lines', async () => {
    const { pager } = logOf(`${numbered.join('\n')}\n`);
    const forwards: string[] = [];
    for (let at = 0; ;) {
      const { lines } = await pager.from(at, 1000);
      if (lines.length === 0) break;
      forwards.push(...lines.map(({ text }) => text));
      const last = lines.at(-1)!;
      at = last.offset + Buffer.byteLength(last.text) + 1;
    }
    expect(forwards).toEqual(numbered);
    const backwards: string[] = [];
    for (let at = far; ;) {
      const { lines } = await pager.before(at, 700);
      if (lines.length === 0) break;
      backwards.unshift(...lines.map(({ text }) => text));
      at = lines[0]!.offset;
    }
    expect(backwards).toEqual(numbered);
  });

  test('finds the nearest line before and after a place, capitals or not', async () => {
    const { pager } = logOf('one Apple\ntwo\nthree APPLES\nfour\napple five\n');
    const second = await pager.find('apple', 10, 'newer');
    expect(textsOf(await pager.from(second!, 1))).toEqual(['three APPLES']);
    const third = await pager.find('apple', second! + 13, 'newer');
    expect(textsOf(await pager.from(third!, 1))).toEqual(['apple five']);
    expect(await pager.find('apple', third!, 'older')).toBe(second);
    expect(await pager.find('apple', second!, 'older')).toBe(0);
    expect(await pager.find('apple', 0, 'older')).toBeNull();
    expect(await pager.find('pear', 0, 'newer')).toBeNull();
  });

  test('finds what lies across two pieces of a search', async () => {
    const piece = 1024 * 1024;
    const before = `${'a'.repeat(99)}\n`.repeat(Math.ceil(piece / 100)).slice(0, piece - 3);
    const { pager } = logOf(`${before}needle\n${'b'.repeat(200)}\n`);
    expect(await pager.find('needle', 0, 'newer')).not.toBeNull();
    expect(await pager.find('needle', far, 'older')).not.toBeNull();
  });

  test('gives up a search when it is told to', async () => {
    const { pager } = logOf('x\n'.repeat(3_000_000));
    const giving = new AbortController();
    const told: number[] = [];
    const found = await pager.find('y', 0, 'newer', {
      signal: giving.signal,
      onProgress: (offset) => {
        told.push(offset);
        giving.abort();
      },
    });
    expect(found).toBeNull();
    expect(told).toHaveLength(1);
  });

  test('strips control bytes and shows of a progress bar what stood there last', async () => {
    const { pager } = logOf('\u001B[31mred\u001B[0m\n10%\r50%\r100%\nend');
    expect(textsOf(await pager.from(0, 9))).toEqual(['red', '100%', 'end']);
  });

  test('sees what was appended, and nothing of a log that was cut to zero', async () => {
    const { path, pager } = logOf('one\n');
    appendFileSync(path, 'two\n');
    expect(textsOf(await pager.before(far, 9))).toEqual(['one', 'two']);
    truncateSync(path, 0);
    expect(textsOf(await pager.from(4, 9))).toEqual([]);
    expect(textsOf(await pager.before(8, 9))).toEqual([]);
  });

  test('reads a line that is longer than a window in parts', async () => {
    const { pager } = logOf(`${'a'.repeat(200_000)}\nlast\n`);
    const { lines } = await pager.from(0, 99);
    expect(lines.at(-1)!.text).toBe('last');
    expect((await pager.before(far, 2)).lines.at(-1)!.text).toBe('last');
  });

  test('scrolls through the middle and the end of ten gigabytes without reading them', async () => {
    const { path, pager } = logOf('begin\n');
    const size = 10 * 1024 ** 3;
    const descriptor = openSync(path, 'r+');
    ftruncateSync(descriptor, size);
    writeSync(descriptor, 'x\nmiddle\nafter\n', size / 2);
    writeSync(descriptor, '\nlast line\n', size - 11);
    closeSync(descriptor);
    const start = performance.now();
    expect(textsOf(await pager.from(size / 2 + 3, 2))).toEqual(['middle', 'after']);
    expect(textsOf(await pager.before(far, 1))).toEqual(['last line']);
    // Reading all of it would take seconds.
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test('never loses or doubles a line, whatever the log and the place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é') }), { maxLength: 40 }),
        fc.nat(200),
        async (lines, place) => {
          const { pager } = logOf(lines.join('\n'));
          const bytes = Buffer.byteLength(lines.join('\n'));
          const at = Math.min(place, bytes);
          const after = await pager.from(at, 99);
          const first = after.lines[0]?.offset ?? bytes;
          const before = await pager.before(first, 99);
          const all = [...textsOf(before), ...textsOf(after)];
          expect(all).toEqual(bytes === 0 ? [] : lines.at(-1) === '' ? lines.slice(0, -1) : lines);
        },
      ),
      { numRuns: 60 },
    );
  });
});
