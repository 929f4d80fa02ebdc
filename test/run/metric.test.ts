import { describe, expect, test } from 'vitest';
import { knownMetricOf, metricOf } from '../../src/run/metric.ts';
import { reduce } from '../../src/run/reduce.ts';
import { createRun, type Evaluation } from '../../src/run/run.ts';
import { decidingMetric, mapCurve } from '../../src/run/selectors.ts';
import type { EvaluationRead, RunEvent } from '../../src/run/events.ts';

const evaluation: Evaluation = {
  iteration: null,
  epoch: 1,
  map50: 0.8,
  map50To95: 0.5,
  precision: 0.5,
  recall: 0.75,
  f1: null,
  iou: null,
  truePositives: null,
  falsePositives: null,
  falseNegatives: null,
  trainLoss: 2,
  validationLoss: 1.5,
  learningRate: null,
  elapsed: 0,
};

function evaluated(epoch: number): RunEvent {
  const { trainLoss: _train, validationLoss: _loss, learningRate: _rate, elapsed: _elapsed, ...read } = evaluation;
  return { type: 'evaluation', ...read, epoch };
}

/** An evaluation that has only the figures that are given. */
function evaluatedBy(figures: Partial<EvaluationRead>): RunEvent {
  const none = { map50: null, map50To95: null, precision: null, recall: null, f1: null, iou: null };
  const counts = { truePositives: null, falsePositives: null, falseNegatives: null };
  return { type: 'evaluation', iteration: null, epoch: 1, ...none, ...counts, ...figures };
}

const classes = (helmet: number | null, vest = 0.9): RunEvent => ({
  type: 'classes',
  classes: [
    { name: 'helmet', ap: helmet, truePositives: null, falsePositives: null },
    { name: 'vest', ap: vest, truePositives: null, falsePositives: null },
  ],
});

describe('a metric', () => {
  test.each([
    ['map50', 0.8],
    ['map50-95', 0.5],
    ['recall', 0.75],
    ['f1', 0.6],
    ['f2', 0.681818181818],
    ['val-loss', 1.5],
    ['0.1*map50+0.9*map50-95', 0.53],
    ['1*map50 + 3*recall', 0.7625],
    ['iou', null],
    ['0.5*iou+0.5*map50', null],
    ['ap:helmet', null],
  ])('%s of an evaluation is %d', (name, value) => {
    const found = metricOf(name).valueOf(evaluation);
    expect(found === null ? null : Number(found.toFixed(12))).toBe(value);
  });

  test.each(['mAP', 'ap:', '0.1*map50+', '0*map50', '1*val-loss', '-1*map50', '', 'constructor'])(
    '%j is none, and what can be named is said',
    (name) => {
      expect(() => knownMetricOf(name, [])).toThrow(/is no metric: it must be one of map50-95, map50, precision/);
    },
  );

  test('may be a figure of the user, alone or in a sum, where it is taught', () => {
    const counted = { ...evaluation, taught: { hits: 0.4 } };
    expect(knownMetricOf('hits', ['hits'])).toMatchObject({ title: 'hits', isLoss: false, isMap: false });
    expect(metricOf('hits').valueOf(counted)).toBe(0.4);
    expect(metricOf('hits').valueOf(evaluation)).toBeNull();
    expect(metricOf('constructor').valueOf(counted)).toBeNull();
    expect(metricOf('0.5*hits+0.5*map50').valueOf(counted)).toBeCloseTo(0.6, 12);
    expect(() => knownMetricOf('0.5*hits+0.5*map50', ['hit'])).toThrow(
      /^hits is no metric: .*, or what --metric 'hits=REGEX' teaches\.$/,
    );
  });

  test('that the user taught is kept when the mAP of the same epoch comes on a line of its own', () => {
    const run = createRun();
    for (const figures of [{ taught: { hits: 0.4 } }, { map50: 0.7 }, { taught: { misses: 0.1 } }])
      reduce(run, evaluatedBy(figures), null);
    expect(run.evaluations).toMatchObject([{ epoch: 1, map50: 0.7, taught: { hits: 0.4, misses: 0.1 } }]);
  });

  test('is the same whenever it is asked for', () => {
    expect(metricOf('0.1*map50+0.9*map50-95')).toBe(metricOf('0.1*map50+0.9*map50-95'));
    expect(metricOf('val-loss').isLoss).toBe(true);
    expect(metricOf('0.1*map50+0.9*map50-95').isMap).toBe(true);
    expect(metricOf('0.5*map50+0.5*recall').isMap).toBe(false);
  });

  test('of one class is kept with each evaluation, whether the classes come after it or before it', () => {
    const after = createRun();
    for (const event of [evaluated(1), classes(0.3), evaluated(2), classes(null), evaluated(3), classes(0.6)])
      reduce(after, event, null);
    const before = createRun();
    for (const event of [classes(0.3), evaluated(1), classes(null), evaluated(2), classes(0.6), evaluated(3)])
      reduce(before, event, null);
    for (const run of [after, before]) {
      const curve = mapCurve(run, metricOf('ap:helmet'));
      expect(curve.map(({ at, value }) => [at, value])).toEqual([
        [1, 0.3],
        [3, 0.6],
      ]);
      expect(mapCurve(run, metricOf('ap:vest'))).toHaveLength(3);
      expect(run.evaluations[2]!.classAps!.names).toBe(run.evaluations[1]!.classAps!.names);
      expect(decidingMetric(run).name).toBe('map50-95');
    }
  });

  test('of a class is not known of an evaluation that was printed without classes', () => {
    const run = createRun();
    for (const event of [classes(0.3), evaluated(1), evaluated(2)]) reduce(run, event, null);
    expect(mapCurve(run, metricOf('ap:helmet'))).toHaveLength(1);
  });
});
