import { describe, expect, test } from 'vitest';
import { inspectionOf, inspectionText } from '../../src/report/inspection.ts';
import type { RunEvent } from '../../src/run/events.ts';
import { evaluation, iteration, iterations, runOf } from '../support/run/build.ts';

const trainer: RunEvent = { type: 'trainer', name: 'darknet-alexeyab', version: null };

describe('an inspection', () => {
  test('says of an empty log that nothing is known', () => {
    expect(inspectionOf(runOf())).toEqual({
      cell: null,
      trainer: 'unknown',
      state: 'unknown',
      lines: 0,
      unexplained: 0,
      iterations: null,
      epochs: null,
      batches: null,
      loss: null,
      evaluations: [],
      best: null,
      checkpoints: [],
      classes: [],
      faults: [],
    });
    expect(inspectionText(runOf())).toContain('no trainer recognised');
  });

  test('tells iterations with the planned total, the loss, evaluations as fractions, the best, saves and classes', () => {
    const run = runOf(
      trainer,
      { type: 'plan', plan: { iterations: 400 } },
      iteration(1, 50),
      ...iterations(2, 100, 2),
      evaluation(100, 0.8312, { precision: 0.9, recall: 0.7, iou: 0.66 }),
      { type: 'classes', classes: [{ name: 'blue, square', ap: 0.5, truePositives: 1, falsePositives: 2 }] },
      { type: 'checkpoint', path: 'backup/a_best.weights', at: 100, role: 'best' },
    );
    expect(inspectionOf(run)).toMatchObject({
      trainer: 'darknet-alexeyab',
      iterations: { first: 1, last: 100, count: 100, total: 400 },
      loss: { first: 50, last: 2, min: 2 },
      evaluations: [
        { iteration: 100, epoch: null, map50: 0.8312, map50_95: null, precision: 0.9, recall: 0.7, iou: 0.66 },
      ],
      best: { metric: 'map50', value: 0.8312, at: 100 },
      checkpoints: [{ path: 'backup/a_best.weights', at: 100 }],
      classes: [{ name: 'blue, square', ap: 0.5 }],
    });
    expect(inspectionText(run)).toContain('mAP50 83.12 % at iteration 100 of 400');
  });

  test('says that a training has ended whose plan is done, though its trainer says nothing at its end', () => {
    const plan: RunEvent = { type: 'plan', plan: { iterations: 100 } };
    expect(inspectionOf(runOf(trainer, plan, ...iterations(1, 99, 2))).state).toBe('running');
    expect(inspectionOf(runOf(trainer, plan, ...iterations(1, 100, 2))).state).toBe('ended');
  });

  test('says which cell of a notebook it is of, as text and as JSON', () => {
    const cell = { cell: 3, cells: 9, text: '' };
    expect(inspectionOf(runOf(trainer), cell).cell).toEqual({ cell: 3, cells: 9 });
    expect(inspectionText(runOf(trainer), cell)).toMatch(/^cell +3 of 9 with code\n/);
  });

  test('has null, never NaN, where a number is not finite: it stays JSON', () => {
    const run = runOf(
      trainer,
      iteration(1, Number.NaN),
      iteration(2, Number.NaN),
      evaluation(2, 0.1, { precision: Number.NaN }),
    );
    const inspection = inspectionOf(run);
    expect(inspection.state).toBe('diverged');
    expect(inspection.evaluations[0]!.precision).toBeNull();
    expect(JSON.parse(JSON.stringify(inspection))).toEqual(inspection);
  });
});
