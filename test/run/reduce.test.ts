import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/run/events.ts';
import { countLine, reduce } from '../../src/run/reduce.ts';
import { createRun } from '../../src/run/run.ts';
import { mapCurve, progressOf, secondsPerStep, stateOf, timeLeft } from '../../src/run/selectors.ts';
import { unsavedWork } from '../../src/run/saves.ts';
import { lastPoint } from '../../src/run/series.ts';
import { evaluation, iteration, iterations, runOf } from '../support/run/build.ts';

describe('the reducer', () => {
  test('counts iterations and sums their time', () => {
    const run = runOf(...iterations(1, 10));
    expect(run.iterations).toEqual({ first: 1, last: 10, count: 10 });
    expect(run.elapsed).toBe(5);
    expect(run.images).toBe(160);
  });

  test('counts the time of the iterations that are not printed', () => {
    const run = runOf(
      iteration(50, 1, { seconds: 0.2 }),
      iteration(100, 1, { seconds: 0.2 }),
      iteration(150, 1, { seconds: 0.4 }),
    );
    expect(run.elapsed).toBeCloseTo(0.2 + 50 * 0.2 + 50 * 0.4, 9);
  });

  test('counts the time between lines where that is more than what is printed of the steps', () => {
    const run = createRun();
    reduce(run, iteration(1, 1, { seconds: 0.5 }), 100);
    for (const time of [100, 107, 130]) countLine(run, true, time);
    expect(run.elapsed).toBe(30);
    reduce(run, iteration(100, 1, { seconds: 0.5 }), 130);
    expect(run.elapsed).toBe(50);
  });

  test('takes a line that is there twice for one reading, one step and one save', () => {
    const saved: RunEvent = { type: 'checkpoint', path: 'epoch_1.pth', at: 2, role: 'numbered' };
    const bad = iteration(2, Number.NaN, { seconds: 0.5 });
    const run = runOf(iteration(1, 1, { seconds: 0.5 }), bad, bad, saved, saved);
    expect(run.nonFinite).toEqual({ readings: 1, since: 2 });
    expect(run.elapsed).toBe(1);
    expect(run.checkpoints).toHaveLength(1);
  });

  test('joins a resumed training: iterations that repeat replace, our own best survives', () => {
    const run = runOf(
      ...iterations(1, 100, 2),
      evaluation(100, 0.61),
      ...iterations(101, 150, 2),
      ...iterations(101, 120, 1),
      evaluation(120, 0.6),
    );
    expect(run.iterations).toEqual({ first: 1, last: 120, count: 120 });
    expect(lastPoint(run.series.get('loss')!)).toEqual({ x: 120, y: 1 });
    expect(run.evaluations.map((each) => each.iteration)).toEqual([100, 120]);
    expect(run.best).toEqual({ metric: 'map50', value: 0.61, at: 100 });
    expect(run.regimes.map((regime) => regime.label)).toEqual(['resumed']);
  });

  test('drops the evaluations of weights that a resume threw away, but remembers the best of them', () => {
    const run = runOf(...iterations(1, 300), evaluation(200, 0.8), evaluation(300, 0.7), iteration(151));
    expect(run.evaluations).toEqual([]);
    expect(run.best?.value).toBe(0.8);
  });

  test('keeps the classes of the best evaluation, printed before its figures or after them', () => {
    const classes = (ap: number): RunEvent => ({
      type: 'classes',
      classes: [{ name: 'vest', ap, truePositives: null, falsePositives: null }],
    });
    const parts = [0.4, 0.6, 0.5].map((map, index) => [evaluation(100 * (index + 1), map), classes(map / 2)] as const);
    const after = runOf(...iterations(1, 300), ...parts.flatMap(([figures, each]) => [figures, each]));
    const before = runOf(...iterations(1, 300), ...parts.flatMap(([figures, each]) => [each, figures]));
    for (const run of [after, before]) {
      expect(run.classesAtBest[0]?.ap).toBe(0.3);
      expect(run.classes[0]?.ap).toBe(0.25);
    }
  });

  test('starts over when another training begins in the same log', () => {
    const run = runOf(...iterations(1, 50), evaluation(50, 0.9), ...iterations(1, 3));
    expect(run.iterations).toEqual({ first: 1, last: 3, count: 3 });
    expect(run.evaluations).toEqual([]);
    expect(run.best).toBeNull();
  });

  test('takes a line that is printed twice once', () => {
    const run = runOf(iteration(1), iteration(1), iteration(2), iteration(2));
    expect(run.iterations).toEqual({ first: 1, last: 2, count: 2 });
    expect(run.regimes).toEqual([]);
  });

  test('keeps each evaluation once, and what a later reading does not know stays', () => {
    const run = runOf(iteration(100), evaluation(100, 0.5, { precision: 0.4 }), evaluation(100, 0.51));
    expect(run.evaluations).toHaveLength(1);
    expect(run.evaluations[0]).toMatchObject({ map50: 0.51, precision: 0.4 });
  });

  test('weighs the IoU of an iteration by the objects of its heads and ignores heads without any', () => {
    const region = (layer: number, iou: number, objects: number): RunEvent => ({
      type: 'region',
      layer,
      iou,
      objects,
      loss: null,
    });
    const run = runOf(
      region(82, 0.5, 30),
      region(94, 0.9, 10),
      region(106, Number.NaN, 0),
      region(106, 0, 0),
      iteration(1),
    );
    expect(lastPoint(run.series.get('iou')!)).toEqual({ x: 1, y: (0.5 * 30 + 0.9 * 10) / 40 });
    expect([...run.regions.keys()]).toEqual([82, 94]);
    expect(run.regions.get(82)).toMatchObject({ iou: 0.5, objects: 30, average: 0.5 });
  });

  test('calls a training diverged after two readings in a row that are no number, not after one', () => {
    const once = runOf(iteration(1), iteration(2, Number.NaN), iteration(3), iteration(4, Number.NaN));
    expect(stateOf(once)).toBe('running');
    const twice = runOf(iteration(1), iteration(2, Number.NaN), iteration(3, Number.POSITIVE_INFINITY));
    expect(stateOf(twice)).toBe('diverged');
    expect(twice.nonFinite).toEqual({ readings: 2, since: 2 });
    expect(twice.loss).toEqual({ first: 1, last: 1, min: 1 });
  });

  test('prefers mAP50-95 for the best as soon as a trainer tells it', () => {
    const run = runOf(
      evaluation(1, 0.9, { iteration: null, epoch: 1 }),
      evaluation(1, 0.7, { iteration: null, epoch: 2, map50To95: 0.4 }),
      evaluation(1, 0.8, { iteration: null, epoch: 3, map50To95: 0.3 }),
    );
    expect(run.best).toEqual({ metric: 'map50To95', value: 0.4, at: 2 });
    expect(mapCurve(run).map((point) => point.value)).toEqual([0.4, 0.3]);
  });

  test('knows how far the plan is and how long the rest takes', () => {
    const run = runOf({ type: 'plan', plan: { iterations: 200 } }, ...iterations(1, 50));
    expect(progressOf(run)).toBe(0.25);
    expect(timeLeft(run)).toBe(75);
  });

  test('measures the speed from the clock where lines come live, evaluations and saves included', () => {
    const run = createRun();
    for (let number = 1; number <= 20; number++) reduce(run, iteration(number), 1000 + number * 2);
    expect(secondsPerStep(run)).toBe(2);
  });

  test('says what stopping now would throw away', () => {
    const run = runOf(
      ...iterations(1, 100),
      { type: 'checkpoint', path: 'a_last.weights', at: 100, role: 'last' },
      ...iterations(101, 140),
      { type: 'checkpoint', path: 'a_best.weights', at: 120, role: 'best' },
    );
    expect(unsavedWork(run, null)).toEqual({ steps: 40, seconds: 20 });
  });

  test('keeps the rhythm of live lines only', () => {
    const run = createRun();
    countLine(run, true, null);
    countLine(run, true, 10);
    countLine(run, false, 12);
    countLine(run, true, 12);
    expect(run).toMatchObject({ lines: 4, unexplained: 1, gaps: [2], firstLineTime: 10, lastLineTime: 12 });
  });

  test('keeps each place of evaluation once: what comes again takes the place of the earlier, wherever that is', () => {
    const run = createRun();
    for (let number = 1; number <= 300; number++) reduce(run, evaluation(number * 10, 0.5, { epoch: number }), null);
    reduce(run, evaluation(2500, 0.7), null);
    reduce(run, evaluation(7, 0.6, { epoch: 20 }), null);
    reduce(run, evaluation(25, 0.4, { epoch: null }), null);
    reduce(run, evaluation(25, 0.3, { epoch: null }), null);
    expect(run.evaluations).toHaveLength(301);
    expect(run.evaluations[249]).toMatchObject({ iteration: 2500, epoch: 250, map50: 0.7 });
    expect(run.evaluations[19]).toMatchObject({ iteration: 7, epoch: 20, map50: 0.6 });
    expect(run.evaluations[300]).toMatchObject({ iteration: 25, map50: 0.3 });
  });

  test('gives the figures of an epoch to its evaluation, also where later ones are there', () => {
    const run = createRun();
    const epoch = (number: number, validationLoss: number, fillsIn = false): RunEvent => ({
      type: 'epoch',
      epoch: number,
      loss: 1,
      validationLoss,
      learningRate: null,
      seconds: null,
      ...(fillsIn ? { fillsIn: true } : {}),
    });
    for (let number = 1; number <= 30; number++) {
      reduce(run, epoch(number, 1), null);
      reduce(run, evaluation(0, 0.5, { iteration: null, epoch: number }), null);
    }
    reduce(run, epoch(12, 3, true), null);
    expect(run.evaluations[11]!.validationLoss).toBe(3);
    expect(run.evaluations[12]!.validationLoss).toBe(1);
  });

  test('stays small however much it is fed', () => {
    const run = createRun();
    for (let number = 1; number <= 200_000; number++) {
      reduce(run, { type: 'checkpoint', path: 'x', at: number, role: 'last' }, null);
      reduce(run, { type: 'fault', text: `fault ${number}`, fatal: false }, null);
    }
    expect(run.checkpoints.length).toBeLessThanOrEqual(12_500);
    expect(run.faults.length).toBeLessThanOrEqual(125);
  });
});
