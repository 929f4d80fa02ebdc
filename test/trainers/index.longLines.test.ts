import { readFileSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { maxLineLength } from '../../src/log/lines/lines.ts';
import { createReading } from '../../src/monitor/reading.ts';
import { programs, trainers } from '../../src/trainers/index.ts';
import { eachLine, fixture } from '../support/trainers/readText.ts';

/** What a line can be long of: one character of each class, and short pieces that grammars know. */
const units = [
  ['a', 'A', '0', ' ', '\t', '.', '-', ':', ',', '=', '/', '(', '[', '{', '"', "'", '%', '|', '━', 'é'],
  ["'\\", 'a ', '0 ', '0.', 'a:', 'a: 0 ', 'a=0, ', '0/0 ', '0%', '0%|', ' - ', 'epoch ', 'loss: ', 'AB:'],
  ["{'loss': ", "'epoch': 1, ", ': 100%', ', ap = 1% ', 'nan', '1e', '[0]'],
].flat();

function longLine(head: string, unit: string, length: number): string {
  return `${head}${unit.repeat(Math.ceil(length / unit.length)).slice(0, length)}!\n`;
}

/**
 * Milliseconds of this thread's work in which a line as long as any is kept is read, some twenty times what the slowest
 * takes. Where the work grows with the square of the length it takes far more.
 */
const limit = 500;

/** The quicker of two tries counts: the first may compile what it runs. */
function isSlow(read: () => void, within = limit): boolean {
  return [0, 1].every(() => {
    const started = process.threadCpuUsage();
    read();
    const { user, system } = process.threadCpuUsage(started);
    return (user + system) / 1000 > within;
  });
}

/** Lines of a real log, each of another shape, cut behind some of their words: that is how far a grammar follows. */
function beginnings(log: string): string[] {
  const shapes = new Map(log.split(/[\r\n]+/).map((line) => [line.slice(0, 60).replaceAll(/\d+/g, '0'), line]));
  const lines = Array.from(shapes.values()).filter((line) => line.length > 20);
  const step = Math.ceil(lines.length / 12);
  return lines
    .filter((_line, index) => index % step === 0)
    .flatMap((line) => {
      const ends = Array.from(line.slice(0, 120).matchAll(/[\w.]+|[^\w\s]+/g), (word) => word.index + word[0].length);
      return [ends[0], ends[Math.floor(ends.length / 2)], ends.at(-1)].map((end) => line.slice(0, end));
    });
}

/** A log of each program. */
const logs = new Map(
  readFileSync(new URL('../../fixtures/index.tsv', import.meta.url), 'utf8')
    .split('\n')
    .map((row) => row.split('\t'))
    .flatMap(([file, trainer]) => (file?.endsWith('.log') === true ? [[trainer!, file] as const] : [])),
);

describe('a line is read in a time in proportion to its length', () => {
  test.each(trainers.map((trainer) => [trainer.names[0], trainer] as const))('by %s', (name, trainer) => {
    const slow = units.filter((unit) =>
      isSlow(() =>
        eachLine(longLine('', unit, maxLineLength), (line) => {
          trainer.recognise(line);
          trainer.createReader(name).read(line, () => {});
        }),
      ),
    );
    expect(slow).toEqual([]);
  });

  test.each([...programs.map(({ names }) => names[0]), 'generic'])(
    'where it begins like a line of %s',
    { timeout: 120_000 },
    (name) => {
      const log = fixture(logs.get(name)!);
      const reading = createReading({ detection: { force: name } });
      reading.push(log.subarray(0, 20_000), null);
      const slow = beginnings(log.toString().slice(0, 200_000)).flatMap((head) =>
        [head.slice(-1), ' ', '0', head]
          .filter((unit) => isSlow(() => reading.push(Buffer.from(longLine(head, unit, maxLineLength)), null)))
          .map((unit) => `${head} and then ${unit}`),
      );
      expect(slow).toEqual([]);
    },
  );

  test('whoever may have written it, be it a megabyte', () => {
    const slow = units.filter((unit) => {
      const line = Buffer.from(longLine('', unit, 1024 * 1024));
      return isSlow(() => createReading().push(line, null), limit * 4);
    });
    expect(slow).toEqual([]);
  });
});
