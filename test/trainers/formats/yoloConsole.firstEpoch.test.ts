import { describe, expect, test } from 'vitest';
import { createAdvisor } from '../../../src/advisor/advisor.ts';
import { defaultSettings } from '../../../src/advisor/verdict.ts';
import { createPlainLines } from '../../../src/report/plainLines.ts';
import { inspectionOf, inspectionText } from '../../../src/report/inspection.ts';
import { position } from '../../../src/run/reduce.ts';
import type { Run } from '../../../src/run/run.ts';
import { hasTrained, progressOf, secondsPerStep, timeLeft } from '../../../src/run/selectors.ts';
import { fixture, runOf } from '../../support/trainers/readText.ts';

/** Logs, what their first bar says at its first drawing, and at a later one: batches, losses and seconds as printed. */
const logs = [
  { file: 'ultralytics/8.3.63-curve.log', bar: '1/20 ', batches: 13, epochs: 20, first: 0.209 + 1.54 + 0.125 },
  { file: 'ultralytics/8.3.241-curve.log', bar: '1/40 ', batches: 13, epochs: 40, first: 0.1985 + 1.521 + 0.1254 },
  { file: 'yolov5/master-curve.log', bar: '0/14 ', batches: 13, epochs: 15, first: 0.1308 + 0.00802 + 0.03813 },
  { file: 'yolov5/v6.2-patience.log', bar: '0/299 ', batches: 8, epochs: 300, first: 0.0495 + 0.0748 + 0.0187 },
  { file: 'yolov7/train.log', bar: '0/3 ', batches: 30, epochs: 4, first: 0.088 },
  { file: 'yolov9/train-dual.log', bar: '0/499 ', batches: 100, epochs: 500, first: 3.85 + 5.72 + 4.51 },
  { file: 'yolor/train.log', bar: '0/3 ', batches: 30, epochs: 4, first: 0.088 },
];

/** The log up to its bar's drawing of this number, counted from 1, as somebody sees it who opens it then. */
function upToDrawing(file: string, bar: string, drawing: number): Run {
  const log = fixture(file).toString();
  const pieces = log.slice(log.indexOf('Starting training')).split('\r');
  const drawings = pieces.filter((piece) => piece.includes(` ${bar}`) && piece.includes('%'));
  const end = log.indexOf(drawings[drawing - 1]!) + drawings[drawing - 1]!.length;
  return runOf(`${log.slice(0, end)}\r`);
}

function verdictOf(run: Run) {
  const habits = { family: 'yolo', lossBands: false } as const;
  return createAdvisor(defaultSettings).advise(run, { now: 0, alive: true, exit: null, quietSince: null, habits });
}

describe.each(logs)('the first epoch of $file', ({ file, bar, batches, epochs, first }) => {
  test('is known from the first drawing of its bar on', () => {
    const run = upToDrawing(file, bar, 1);
    expect(run.batches).toMatchObject({ epoch: 1, done: 0, total: batches });
    expect(run.batches!.loss).toBeCloseTo(first, 10);
    expect(hasTrained(run)).toBe(true);
    expect([position(run), progressOf(run)]).toEqual([0, 0]);
    expect(verdictOf(run).name).toBe('too-few-points');
    expect(verdictOf(run).headline).toMatch(new RegExp(`^epoch 1 of ${epochs}, batch 0 of ${batches}, loss \\d`));
    expect(inspectionOf(run)).toMatchObject({
      epochs: { last: 1, total: epochs },
      batches: { done: 0, total: batches },
    });
  });

  test('has the batch, the losses and the speed of its newest drawing', () => {
    const run = upToDrawing(file, bar, 3);
    expect(run.batches!.done).toBeGreaterThan(0);
    expect(Object.keys(run.batches!.parts).length).toBeGreaterThanOrEqual(3);
    expect(progressOf(run)).toBeCloseTo(run.batches!.done / batches / epochs, 10);
  });
});

test('a bar shows how long the epoch and the training will take', () => {
  const run = upToDrawing('ultralytics/8.3.241-plain.log', '1/15 ', 7);
  expect(run.batches).toMatchObject({ done: 6, total: 13, elapsed: 5.8 });
  expect(secondsPerStep(run)).toBeCloseTo((5.8 / 6) * 13, 10);
  expect(timeLeft(run)).toBeCloseTo((15 - 6 / 13) * (5.8 / 6) * 13, 10);
});

test('the lines for no terminal tell the batches of the first epoch', () => {
  const run = upToDrawing('ultralytics/8.3.241-plain.log', '1/15 ', 7);
  const lines = createPlainLines('percent').changes(run, verdictOf(run), 0);
  expect(lines).toContainEqual(expect.stringMatching(/^epoch 1\/15, batch 6\/13, loss 2\.307?, about /));
  expect(inspectionText(run)).toMatch(/^batches +6 of 13 of epoch 1, loss 2\.307$/m);
});

test('a banner alone is no training yet', () => {
  const run = runOf('Ultralytics 8.3.63 🚀 Python-3.11.2 torch-2.1.0 CPU (unknown)\n');
  expect(hasTrained(run)).toBe(false);
  expect(verdictOf(run).name).toBe('nothing-read');
});
