import { describe, expect, test } from 'vitest';
import type { Run } from '../../../src/run/run.ts';
import { fixture, runOf } from '../../support/trainers/readText.ts';

const whole = fixture('yolov9/gelan-c-cut-at-100-columns.log').toString();
/** What a plain script finds in the rows of all classes before the weights are validated again. */
const rows = whole
  .slice(0, whole.indexOf('Validating'))
  .split('\n')
  .flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    return fields[0] === 'all' ? [[Number(fields[5]), Number(fields[6])]] : [];
  });

const figuresOf = ({ evaluations }: Run) => evaluations.map(({ epoch, map50, map50To95 }) => [epoch, map50, map50To95]);
const expected = rows.map(([map50, map50To95], index) => [index + 1, map50, map50To95]);

/** Every line with a percent cut, as a narrower terminal leaves it. */
function cutAt(columns: number): string {
  return whole.replaceAll(/^.*%.*$/gm, (line) => line.slice(0, columns));
}

describe('a console of which the terminal kept the beginning of every bar', () => {
  test.each([100, 95, 90, 88, 86, 84, 82, 80])('has all its evaluations and losses at %i columns', (columns) => {
    const run = runOf(cutAt(columns));
    expect(figuresOf(run)).toEqual(expected);
    expect(run.loss!.first).toBeCloseTo(1.515 + 3.127 + 1.947, 10);
    expect(run.ended).toBe('complete');
  });

  test('is recognised without its banner, by the epochs of its bars', () => {
    const tables = cutAt(84).slice(whole.indexOf('\n      Epoch'), whole.indexOf('\n25 epochs'));
    const run = runOf(tables);
    expect(run.trainer!.name).toBe('yolov9');
    expect(figuresOf(run)).toEqual(expected);
  });

  test('is recognised where it begins in the middle of a training', () => {
    const run = runOf(fixture('ultralytics/cut-at-80-columns.log'));
    expect(run.trainer!.name).toBe('ultralytics');
    expect(run.plan.epochs).toBe(30);
    expect(figuresOf(run)).toEqual([13, 14, 15].map((epoch) => [epoch, 0, 0]));
    expect(run.loss).toMatchObject({ first: 1.822 + 21.96 + 0.5235, last: 6.077 + 7.64 + 1.456 });
  });
});

describe('what a longer bar left behind a row', () => {
  test.each(['█| 20/20 [00:05', '0%|███| 20/20 [00:05<00:00,  3.61it/s]', '██| 8/8'])(
    '%s changes no figure',
    (residue) => {
      const run = runOf(whole.replaceAll(/^ +(?:all|ironman|batman|superman) .*$/gm, (line) => line + residue));
      expect(figuresOf(run)).toEqual(expected);
      expect(run.classes.map(({ name, ap }) => [name, ap])).toEqual([
        ['ironman', 0.79],
        ['batman', 0.763],
        ['superman', 0.79],
      ]);
    },
  );

  test('is taken off a row in powers of ten', () => {
    const row =
      '                   all         40        272   0.000156     0.0147   0.000101   5.99e-05█| 20/20 [00:05';
    const run = runOf(whole.replace(/^ +all .*$/m, row));
    expect(figuresOf(run)[0]).toEqual([1, 0.000101, 5.99e-5]);
  });
});

describe('a console of which only the rows of all classes are left', () => {
  const only = whole
    .slice(0, whole.indexOf('Validating'))
    .split('\n')
    .filter((line) => line.trimStart().startsWith('all '));

  test('has an evaluation for each row', () => {
    const run = runOf(`${only.join('\n')}\n`);
    expect(run.trainer!.name).toBe('ultralytics');
    expect(figuresOf(run)).toEqual(expected);
  });

  test('counts a row that is there twice once', () => {
    expect(figuresOf(runOf(only.map((line) => `${line}\n${line}\n`).join('')))).toEqual(expected);
  });
});

test('bars of the old layout that were cut are no classes of the table before them', () => {
  const lines = fixture('yolov7/train.log')
    .toString()
    .split(/[\r\n]/)
    .map((line) => (line.includes('%') ? line.slice(0, 80) : line));
  const run = runOf(lines.join('\n'));
  expect(run.evaluations.map(({ epoch }) => epoch)).toEqual(
    runOf(fixture('yolov7/train.log')).evaluations.map(({ epoch }) => epoch),
  );
  expect(run.classes).toEqual([]);
});

test('YOLOv9 and the segmentation of YOLOv7 are known behind the banner of YOLOv5', () => {
  expect(runOf(whole).trainer).toEqual({ name: 'yolov9', version: '2024-5-14' });
  expect(runOf(whole.slice(whole.indexOf('YOLOv5 🚀'))).trainer!.name).toBe('yolov9');
  const segment = fixture('yolov7/segment.log').toString();
  expect(runOf(segment).trainer).toEqual({ name: 'yolov7', version: '0.1-115-g072f76c' });
  expect(runOf(segment.slice(segment.indexOf('YOLOv5 🚀'))).trainer!.name).toBe('yolov7');
  expect(figuresOf(runOf(segment))).toEqual([[214, 0.494, 0.317]]);
});
