import { describe, expect, test } from 'vitest';
import { createDetector, programs } from '../../src/trainers/index.ts';
import { eachLine, fixture, installation } from '../support/trainers/readText.ts';

/** The console logs among the fixtures, with the trainer that the index says wrote them. */
const logs = fixture('index.tsv')
  .toString()
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => row.split('\t'))
  .map(([file, trainer]) => ({ file: file!, trainer: trainer! }))
  .filter(({ file }) => file.endsWith('.log'));

function recognised(bytes: Buffer): string {
  const detector = createDetector();
  let name = 'unknown';
  eachLine(bytes, (line) => {
    detector.read(line, (event) => {
      if (event.type === 'trainer') name = event.name;
    });
  });
  return name;
}

/** Whose lines stand among those of a trainer, which has them trained. */
const trainsWith: ReadonlyMap<string, readonly string[]> = new Map([
  ['tao', ['keras', 'lightning']],
  ['nanodet', ['lightning']],
]);

describe.each(logs)('$file', ({ file, trainer }) => {
  const log = fixture(file);

  test(`is ${trainer}'s, also when pip and warnings come first`, () => {
    expect(recognised(log)).toBe(trainer);
    expect(recognised(Buffer.concat([Buffer.from(installation(300)), log]))).toBe(trainer);
  });

  test('no other trainer claims a line of it', () => {
    const claims = new Set<string>();
    eachLine(log, (line) => {
      for (const program of programs) {
        const name = program.recognise(line);
        if (name !== null) claims.add(familyOf(name));
      }
    });
    for (const name of [trainer, ...(trainsWith.get(trainer) ?? [])]) claims.delete(familyOf(name));
    expect([...claims]).toEqual([]);
  });
});

/** Trainers that print each other's lines and tell themselves apart by more than one of them. */
function familyOf(name: string): string {
  return families.find((family) => family.includes(name))?.[0] ?? name;
}

const families = [
  ['darknet-alexeyab', 'darknet-pjreddie', 'darknet-hankai'],
  ['detr', 'rf-detr', 'lw-detr'],
  ['yolov5', 'yolov7', 'yolov9', 'yolor'],
];
