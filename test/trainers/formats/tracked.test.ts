import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createMlflowLines } from '../../../src/log/formats/mlflow/lines.ts';
import { inspectionOf } from '../../../src/report/inspection.ts';
import { readLog } from '../../../src/monitor/readLog.ts';
import type { Run, SeriesName } from '../../../src/run/run.ts';
import { stateOf } from '../../../src/run/selectors.ts';
import { recentPoints } from '../../../src/run/series.ts';
import { tracked } from '../../../src/trainers/formats/tracked.ts';

import { eventsOf, only, runOf } from '../../support/trainers/readText.ts';

const mlflow = tracked.find(({ names }) => names.includes('mlflow'))!;
const store = fileURLToPath(new URL('../../../fixtures/mlflow/mlruns/0/', import.meta.url));
const ultralytics = join(store, '5b0e3c1f7a9d4c62b8e1f0a3d2c4b596');
const huggingFace = join(store, 'c41d9f60e2b84a7f93d5a8e7b6021f3c');
const time = 1_760_000_000_000;

/** The lines of a metric's file as numbers: milliseconds, value, step. */
function metric(run: string, key: string): number[][] {
  const text = readFileSync(join(run, 'metrics', key), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) =>
      line
        .split(' ')
        .slice(0, 3)
        .map((word) => Number(word === 'inf' ? 'Infinity' : word)),
    );
}

function pointsOf(run: Run, name: SeriesName): { x: number; y: number }[] {
  const { x, y } = recentPoints(run.series.get(name)!);
  return Array.from(x, (each, index) => ({ x: each, y: y[index]! }));
}

async function runIn(path: string) {
  return (await readLog(path, { trainer: null, started: null })).run;
}

async function linesOf(run: string): Promise<string> {
  let text = '';
  await createMlflowLines({ run, key: null }).read((piece) => {
    text += piece;
  });
  return text;
}

/** Values of one step as they are logged together. */
function logged(step: number, values: Record<string, number | string>, at = time + step * 1000): string {
  return Object.entries(values)
    .map(([key, value]) => `${at} ${value} ${step} ${key}\n`)
    .join('');
}

describe('the MLflow metrics of Ultralytics', () => {
  test('are one run whose epochs begin with 1', async () => {
    const run = await runIn(ultralytics);
    expect(inspectionOf(run)).toMatchObject({
      trainer: 'mlflow',
      state: 'ended',
      unexplained: 0,
      epochs: { first: 1, last: 40, count: 40, total: 40 },
    });
    expect(run.plan).toMatchObject({ epochs: 40, patience: 100, batch: 16, closeMosaic: 38 });
  });

  test('give every loss as the sum of its parts', async () => {
    const run = await runIn(ultralytics);
    const sums = ['box', 'cls', 'dfl']
      .map((part) => metric(ultralytics, `train/${part}_loss`).map(([, value]) => value!))
      .reduce((left, right) => left.map((value, index) => value + right[index]!));
    expect(pointsOf(run, 'loss').map(({ y }) => y)).toEqual(sums.map((sum) => expect.closeTo(sum, 10)));
    const validation = pointsOf(run, 'validationLoss');
    expect(validation).toHaveLength(40);
    expect(validation[0]!.y).toBe(Infinity);
    expect(pointsOf(run, 'learningRate').map(({ y }) => y)).toEqual(
      metric(ultralytics, 'lr/pg0').map(([, value]) => value),
    );
  });

  test('give every evaluation of an epoch, and not the one of best.pt that is logged under the last epoch', async () => {
    const run = await runIn(ultralytics);
    const map50 = metric(ultralytics, 'metrics/mAP50B').map(([, value]) => value);
    expect(map50).toHaveLength(41);
    expect(run.evaluations.map((evaluation) => evaluation.map50)).toEqual(map50.slice(0, 40));
    expect(run.evaluations.at(-1)!.map50).not.toBe(map50[40]);
    expect(run.evaluations.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  test('tell how long the epochs took, from when they were logged', async () => {
    const run = await runIn(ultralytics);
    const times = metric(ultralytics, 'train/box_loss').map(([milliseconds]) => milliseconds! / 1000);
    expect(run.elapsed).toBeCloseTo(times.at(-1)! - times[0]!, 3);
    expect(pointsOf(run, 'seconds')[4]!.y).toBeCloseTo(times[5]! - times[4]!, 3);
  });

  test('of a run that was resumed begin where it went on', () => {
    const epoch = (step: number) =>
      logged(step, { 'lr/pg0': 0.01, 'train/box_loss': 1, 'train/cls_loss': 2 }) +
      logged(step, { 'metrics/mAP50B': 0.5, 'metrics/mAP50-95B': 0.25, 'val/box_loss': 1.5 });
    const run = runOf(epoch(36) + epoch(37));
    expect(run.evaluations.map((evaluation) => evaluation.epoch)).toEqual([37, 38]);
    expect(run.epochs).toMatchObject({ first: 37 });
  });
});

describe("the MLflow metrics of Hugging Face's Trainer", () => {
  test('count iterations, and a half-written line waits', async () => {
    const run = await runIn(huggingFace);
    const losses = metric(huggingFace, 'loss');
    expect(run.iterations).toEqual({ first: 10, last: 160, count: losses.length });
    expect(run.epochs).toMatchObject({ last: 4 });
    expect(run.plan.epochs).toBe(10);
    expect(inspectionOf(run)).toMatchObject({ state: 'running', unexplained: 0 });
    expect(pointsOf(run, 'loss').map(({ y }) => y)).toEqual(losses.map(([, value]) => value));
  });

  test('are evaluations with both mAPs, also where lines name a data set', async () => {
    const run = await runIn(huggingFace);
    const map = metric(huggingFace, 'eval_map');
    const map50 = metric(huggingFace, 'eval_map_50');
    expect(run.evaluations.map(({ iteration, map50To95, ...each }) => [iteration, each.map50, map50To95])).toEqual(
      map.map(([, value, step], index) => [step, map50[index]![1], value]),
    );
  });

  test('keep their losses apart from the mean that comes at the end', () => {
    const run = runOf(
      logged(10, { epoch: 0.5, loss: 2 }) +
        logged(20, { epoch: 1, loss: 1 }) +
        logged(20, { epoch: 1, train_loss: 1.5, train_runtime: 20 }, time + 30_000),
    );
    expect(run.loss).toMatchObject({ first: 2, last: 1 });
  });
});

describe('MLflow metrics under names that people choose', () => {
  test('are epochs where every step has its validation', () => {
    const epoch = (step: number) => logged(step, { loss: 2 - step / 10, val_loss: 2, lr: 0.1, val_mAP50: 0.1 * step });
    const run = runOf(epoch(0) + epoch(1) + epoch(2));
    expect(run.axis).toBe('epoch');
    expect(run.epochs).toEqual({ first: 1, last: 3, count: 3 });
    expect(run.evaluations.map((evaluation) => evaluation.map50)).toEqual([0, 0.1, 0.2]);
  });

  test('are iterations where they are not, counted from 1', () => {
    const run = runOf(
      logged(0, { train_loss: 3 }) +
        logged(1, { train_loss: 2 }) +
        logged(1, { val_loss: 2.5, map50: 0.3 }, time + 1500) +
        logged(2, { train_loss: 1 }) +
        logged(3, { train_loss: 1 }),
    );
    expect(run.axis).toBe('iteration');
    expect(run.iterations).toEqual({ first: 1, last: 4, count: 4 });
    expect(run.evaluations).toMatchObject([{ iteration: 2, map50: 0.3 }]);
  });

  test('take a percentage for no fraction', () => {
    expect(runOf(logged(1, { map50: 43.1 }) + logged(2, { map50: 44 })).evaluations).toEqual([]);
  });

  test('tell of not-a-number and infinity', () => {
    const run = runOf(logged(1, { loss: 'nan' }) + logged(2, { loss: 'inf' }) + logged(3, { loss: '-inf' }));
    expect(run.nonFinite).toMatchObject({ readings: 3, since: 1 });
  });

  test('that were all logged without a step are no curve, and that is said', () => {
    const run = runOf([1, 2, 3, 4].map((second) => logged(0, { loss: 1 / second }, time + second)).join(''));
    expect(run.faults).toEqual([
      { text: expect.stringMatching(/^MLflow has every value of loss under step 0/), fatal: false },
    ]);
  });

  test('go back where the training was resumed from an earlier step', () => {
    const step = (at: number, loss: number, second: number) => logged(at, { loss }, time + second * 1000);
    const run = runOf(
      step(10, 3, 1) + step(20, 2, 2) + step(30, 1, 3) + step(20, 2.5, 4) + step(30, 1.5, 5) + step(40, 1, 6),
    );
    expect(pointsOf(run, 'loss').map(({ x, y }) => [x, y])).toEqual([
      [10, 3],
      [20, 2.5],
      [30, 1.5],
      [40, 1],
    ]);
  });

  test('of a step that was trained again are the new ones', () => {
    const epoch = (step: number, map: number, second: number) =>
      logged(step, { 'train/box_loss': 1, 'train/cls_loss': 1 }, time + second) +
      logged(step, { 'metrics/mAP50B': map, 'metrics/mAP50-95B': map / 2 }, time + second + 1);
    const run = runOf(epoch(0, 0.1, 10) + epoch(1, 0.2, 20) + epoch(1, 0.3, 30) + epoch(2, 0.4, 40));
    expect(run.evaluations.map(({ map50 }) => map50)).toEqual([0.1, 0.3, 0.4]);
  });

  test('say that the run failed, was killed, or goes on after that', () => {
    const values = 'param epochs: 9\n' + logged(1, { loss: 1 });
    expect(only(eventsOf(mlflow, `${values}status 5\n`), 'ended')).toMatchObject([{ how: 'interrupted' }]);
    expect(only(eventsOf(mlflow, `${values}status 4\n`), 'fault')).toMatchObject([{ fatal: true }]);
    expect(stateOf(runOf(`${values}status 4\n`))).toBe('failed');
    expect(stateOf(runOf(`${values}status 4\nstatus 1\n`))).toBe('running');
  });

  const epochs = (last: number) =>
    Array.from({ length: last }, (_, step) => logged(step, { 'train/box_loss': 1, 'metrics/mAP50B': 0.1 })).join('');
  const steps = (last: number, epoch: number) => logged(10, { loss: 2, epoch: 0.1 }) + logged(last, { loss: 1, epoch });

  test.each([
    ['its last epoch', 'param epochs: 9\n', epochs(9), 'complete'],
    ['an epoch before its last', 'param epochs: 9\n', epochs(8), 'unknown'],
    ['its last epoch, told beside steps', 'param num_train_epochs: 3\n', steps(600, 3), 'complete'],
    ['the middle of its last epoch', 'param num_train_epochs: 3\n', steps(500, 2.5), 'unknown'],
    ['its last step', 'param max_steps: 600\n', steps(600, 3), 'complete'],
    ['a step before its last', 'param max_steps: 600\n', steps(599, 2.99), 'unknown'],
    ['a length that was not told', '', epochs(9), 'unknown'],
  ])(
    'say of a run that has FINISHED at %s that it is over, and complete only by its plan',
    (_, params, values, how) => {
      const run = runOf(`${params}${values}status 3\n`);
      expect(run.ended).toBe(how);
      expect(stateOf(run)).toBe('ended');
    },
  );
});

describe('MLflow metrics that are cut off', () => {
  test.each(readdirSync(store).filter((name) => name.length === 32))(
    'say nothing that all of %s does not say',
    async (name) => {
      const text = await linesOf(join(store, name));
      const whole = new Set(only(eventsOf(mlflow, text), 'evaluation').map(({ map50 }) => map50));
      const losses = new Set(only(eventsOf(mlflow, text), 'iteration').map(({ loss }) => loss));
      for (const [index] of text.split('\n').entries()) {
        const events = eventsOf(mlflow, text.split('\n').slice(0, index).join('\n'));
        expect(only(events, 'evaluation').filter(({ map50 }) => !whole.has(map50))).toEqual([]);
        expect(only(events, 'iteration').filter(({ loss }) => !losses.has(loss))).toEqual([]);
      }
    },
  );
});
