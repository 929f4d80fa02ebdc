import { describe, expect, test } from 'vitest';
import { createLineReader } from '../../src/log/lines/lines.ts';
import { reduce } from '../../src/run/reduce.ts';
import { createRun, type Run } from '../../src/run/run.ts';
import { createDetector } from '../../src/trainers/index.ts';
import { fixture, runOf } from '../support/trainers/readText.ts';

/** What a training came to. */
function resultOf({
  trainer,
  iterations,
  epochs,
  loss,
  nonFinite,
  evaluations,
  best,
  classes,
  ended,
  plan,
  faults,
}: Run) {
  const figures = evaluations.map(({ iteration, epoch, map50, map50To95 }) => ({ iteration, epoch, map50, map50To95 }));
  return { trainer, iterations, epochs, loss, nonFinite, figures, best, classes, ended, plan, faults };
}

const logs = [
  'ultralytics/8.3-classify.log',
  'ultralytics/8.4-pose-recovered.log',
  'yolov5/v6.2-patience.log',
  'yolov6/finetune.log',
  'yolov7/train.log',
  'yolox/plain.log',
  'yolox/voc-resumed.log',
  'darknet/alexeyab-2018-04.log',
  'darknet/hankai-2.0.log',
  'darknet/pjreddie-yolov2.log',
];

function eachLineOf(text: string, change: (line: string, clock: string) => string): string {
  return text
    .split('\n')
    .map((line, index) => (line === '' ? line : change(line, `10:${digits(index / 60)}:${digits(index)}`)))
    .join('\n');
}

function digits(value: number): string {
  return String(Math.floor(value) % 60).padStart(2, '0');
}

const collectors: readonly [string, (line: string, clock: string) => string][] = [
  ['docker and kubectl with --timestamps', (line, clock) => `2024-03-01T${clock}.123456789Z ${line}`],
  ['containerd on its node', (line, clock) => `2024-03-01T${clock}.123456789Z stdout F ${line}`],
  ['journalctl', (line, clock) => `Mar 01 ${clock} gpubox train.sh[1234]: ${line}`],
  ['ts', (line, clock) => `Mar 01 ${clock} ${line}`],
  ['Jenkins', (line, clock) => `[2024-03-01T${clock}.123Z] ${line}`],
  ['a clock alone', (line, clock) => `[${clock}] ${line}`],
  ['a logger', (line, clock) => `2024-03-01 ${clock},123 - INFO - ${line}`],
  ['PyTorch', (line) => `[rank0]: ${line}`],
  ['torchrun', (line) => `[default0]:${line}`],
  ['mpirun --tag-output', (line) => `[1,0]<stdout>:${line}`],
  ['srun --label', (line) => `0: ${line}`],
  ['Ray', (line) => `(RayTrainWorker pid=4711, ip=10.0.0.3) ${line}`],
  ['docker compose', (line) => `trainer-1  | ${line}`],
  ['docker compose with --timestamps', (line, clock) => `trainer-1  | 2024-03-01T${clock}.123456789Z ${line}`],
  ['kubectl --prefix', (line) => `[pod/train-0/main] ${line}`],
  ['a notebook that became text', (line) => `    ${line}`],
];

describe.each(logs)('%s', (file) => {
  const log = fixture(file).toString();
  const plain = resultOf(runOf(log));

  test.each(collectors)('reads the same behind what %s puts before every line', (_name, change) => {
    expect(resultOf(runOf(eachLineOf(log, change)))).toEqual(plain);
  });

  test('reads the same in UTF-16, as Windows PowerShell redirects it, however its bytes come', () => {
    const wide = Buffer.from(`\ufeff${log.replaceAll('\n', '\r\n')}`, 'utf16le');
    expect(resultOf(runOf(wide))).toEqual(plain);
    expect(resultOf(runOf(Buffer.from(wide).swap16()))).toEqual(plain);
    expect(resultOf(inPieces(wide, 997))).toEqual(plain);
  });

  test('reads the same behind the mark that some Windows programs begin text with, however its bytes come', () => {
    const marked = Buffer.from(`\ufeff${log}`);
    expect(resultOf(runOf(marked))).toEqual(plain);
    expect(runOf(marked).unexplained).toBe(runOf(log).unexplained);
    expect(resultOf(inPieces(marked, 1))).toEqual(plain);
  });

  test("reads the same out of docker's and Kaggle's records, which may hold a piece of a line or several lines", () => {
    const pieces = log.match(/[^]{1,700}/g)!;
    const docker = pieces.map(
      (text) => `${JSON.stringify({ log: text, stream: 'stdout', time: '2024-03-01T10:00:00Z' })}\n`,
    );
    const kaggle = pieces.map(
      (text, index) =>
        `${index === 0 ? '[' : ','}${JSON.stringify({ stream_name: 'stdout', time: index / 7, data: text })}\n`,
    );
    expect(resultOf(runOf(docker.join('')))).toEqual(plain);
    expect(resultOf(runOf(`${kaggle.join('')}]`))).toEqual(plain);
  });

  test('reads the same when all its lines end in carriage returns', () => {
    expect(resultOf(runOf(log.replaceAll('\n', '\r')))).toEqual(plain);
  });
});

describe.each([
  'ultralytics/8.4-pose-recovered.log',
  'yolov7/train.log',
  'yolox/plain.log',
  'darknet/alexeyab-2021-iou-threshold.log',
  'darknet/alexeyab-2022-01-stdout-names.log',
  'darknet/hankai-2.0.log',
  'darknet/hankai-5.0-details.log',
])('%s', (file) => {
  const log = fixture(file).toString();

  test.each([
    ['the beginnings', (line: string) => line.trimStart()],
    ['the ends', (line: string) => line.trimEnd()],
    ['both ends', (line: string) => line.trim()],
  ] as const)('reads the same when the blanks at %s of its lines were taken off', (_name, change) => {
    expect(resultOf(runOf(eachLineOf(log, change)))).toEqual(resultOf(runOf(log)));
  });
});

function inPieces(bytes: Buffer, size: number): Run {
  const run = createRun();
  const detector = createDetector();
  const lines = createLineReader((line) => detector.read(line, (event) => reduce(run, event, null)));
  for (let from = 0; from < bytes.length; from += size) lines.push(bytes.subarray(from, from + size), null);
  lines.end();
  return run;
}

test('a result whose figure was cut is not believed because its blank is missing', () => {
  const run = runOf(
    ' 1: 5.0, 5.0 avg loss, 0.001 rate, 2.0 seconds, 64 images, 1.0 hours left\n mean_average_precision (mAP@0.50) = 0.81\n',
  );
  expect(run.evaluations).toEqual([]);
});

test('iterations that somebody picked out of a log are read, however they are indented', () => {
  const rows = (indent: string) =>
    [1, 2, 3].map(
      (n) => `${indent}${n}: 5.${n}00000, 5.${n}00000 avg loss, 0.001000 rate, 2.000000 seconds, ${n * 64} images\n`,
    );
  for (const indent of ['', ' ', '   ', '      ']) {
    const run = runOf(rows(indent).join(''));
    expect(run.trainer?.name).toBe('darknet-alexeyab');
    expect(run.iterations).toEqual({ first: 1, last: 3, count: 3 });
  }
});

test('an iteration behind the label of a rank is not taken for the rank', () => {
  const rows = [1, 2, 3].map(
    (n) => `0: ${n}: 5.${n}00000, 5.${n}00000 avg, 0.001000 rate, 2.000000 seconds, ${n * 64} images\n`,
  );
  expect(runOf(rows.join('')).iterations).toEqual({ first: 1, last: 3, count: 3 });
});

test('a trainer that the user named is read behind a prefix, too', () => {
  const run = createRun();
  const detector = createDetector({ force: 'ultralytics' });
  const lines = createLineReader((line) => detector.read(line, (event) => reduce(run, event, null)));
  const log = fixture('ultralytics/8.3.241-plain.log').toString();
  lines.push(Buffer.from(eachLineOf(log, (line) => `0: ${line}`)), null);
  lines.end();
  expect(run.epochs?.last).toBe(runOf(log).epochs?.last);
  expect(run.evaluations.length).toBe(runOf(log).evaluations.length);
});

test('what looked like a training before the trainer was recognised is not part of it', () => {
  const noise = Array.from({ length: 40 }, (_, index) => `epoch ${index + 1}: loss: 3.${index}\n`).join('');
  const log = fixture('ultralytics/8.3.241-plain.log').toString();
  expect(resultOf(runOf(noise + log))).toEqual(resultOf(runOf(log)));
});
