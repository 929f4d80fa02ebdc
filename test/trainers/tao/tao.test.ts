import { describe, expect, test } from 'vitest';
import { tao } from '../../../src/trainers/tao/tao.ts';
import { inventionsOf } from '../../support/trainers/cutShort.ts';
import { fixture, runOf, unexplainedOf } from '../../support/trainers/readText.ts';

const idd = fixture('tao/detectnet-v2-idd.log');
const masks = fixture('tao/detectnet-v2-masks.log');
const steps = fixture('tao/detectnet-v2-steps.log');
const plates = fixture('tao/yolo-v4-plates.log');
const dino = fixture('tao/dino-5.3.log');

describe('DetectNet_v2', () => {
  test('tells its mAP in percent, its classes and its end', () => {
    const run = runOf(idd);
    const rows = Array.from(idd.toString().matchAll(/^\| +(\w+) +\| +([\d.]+) +\|$/gm), ([, name, ap]) => [
      name,
      Number(ap),
    ]);
    expect(run.trainer!.name).toBe('tao');
    expect(run.evaluations).toMatchObject([{ epoch: 20, map50: 0.23394, map50To95: null }]);
    expect(rows).toHaveLength(15);
    expect(run.classes.map(({ name, ap }) => [name, Number((ap! * 100).toFixed(6))])).toEqual(
      rows.map(([name, ap]) => [name, Number(Number(ap).toFixed(6))]),
    );
    expect(run.ended).toBe('complete');
  });

  test('is read in its older form, whose tables have no lines', () => {
    const run = runOf(masks);
    expect(run.trainer!.name).toBe('tao');
    expect(run.evaluations.map(({ epoch, map50 }) => [epoch, map50])).toEqual([
      [10, 0.007594],
      [120, 0.550598],
    ]);
    expect(run.plan.epochs).toBe(120);
    expect(run.classes).toMatchObject([{ name: 'mask' }, { name: 'no-mask' }]);
  });

  test('counts each step once, which two loggers print, and tells how long its epochs are', () => {
    const run = runOf(steps);
    expect(run.trainer!.name).toBe('tao');
    expect(run.iterations).toEqual({ first: 2, last: 151, count: 3 });
    expect(run.loss!.last).toBe(0.044924647);
    expect(run.learningRate).toBe(1.2722255e-5);
    expect(run.plan).toMatchObject({ epochs: 80, iterations: 80 * 2466 });
    expect(run.evaluations).toMatchObject([{ epoch: 5, iteration: 5 * 2466, map50: 0 }]);
  });
});

test('a network that trains with Keras is known by its table, which gives mAP50, classes and validation loss', () => {
  const run = runOf(plates);
  expect(run.trainer!.name).toBe('tao');
  expect(run.plan.epochs).toBe(80);
  expect(run.epochs).toEqual({ first: 1, last: 12, count: 12 });
  expect(run.evaluations).toMatchObject([{ epoch: 10, map50: 0.7651, map50To95: null }]);
  expect(run.classes.map(({ name, ap }) => [name, ap])).toContainEqual(['license_plate', 0.88446]);
  expect(run.checkpoints).toMatchObject([
    { path: '/yolov4/result/weights/yolov4_resnet18_epoch_010.tlt', at: 10, role: 'numbered' },
  ]);
});

test('a class name that fills its column does not hide its figure', () => {
  const named = plates.toString().replace('license_plate AP', 'electric_bicycleAP');
  expect(runOf(named).classes.map(({ name }) => name)).toContain('electric_bicycle');
});

test('a network that trains with Lightning is read by its bars, and its mAP by lines of its own', () => {
  const run = runOf(dino);
  expect(run.trainer!.name).toBe('tao');
  expect(run.epochs).toMatchObject({ first: 1, last: 3 });
  expect(run.evaluations.map(({ epoch, map50To95 }) => [epoch, map50To95])).toEqual([
    [1, 0.1022],
    [2, 0.2511],
    [3, 0.3604],
  ]);
  expect(run.ended).toBe('complete');
});

test('figures behind the words of the logger are those on lines of their own', () => {
  const joined = dino
    .toString()
    .replaceAll(/ - INFO - \n( Validation mAP(?:50)? : \S+)\n( \(\w+\.py:\d+\))/g, ' - INFO -$1$2');
  expect(joined).toContain(' - INFO - Validation mAP : 0.1022 (pl_dino_model.py:276)');
  expect(runOf(joined).evaluations).toEqual(runOf(dino).evaluations);
});

test.each([idd, masks, steps, plates, dino])(
  'every line is explained, and none that is cut off tells what the whole does not',
  (log) => {
    expect(unexplainedOf(tao, log).filter((text) => !text.startsWith('Train results'))).toEqual([]);
    expect(inventionsOf(tao, log)).toEqual([]);
  },
);
