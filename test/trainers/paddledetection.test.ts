import { expect, test } from 'vitest';
import { paddledetection } from '../../src/trainers/paddledetection/paddledetection.ts';
import { inventionsOf } from '../support/trainers/cutShort.ts';
import { eventsOf, fixture, only, runOf, unexplainedOf } from '../support/trainers/readText.ts';

const coco = fixture('paddledetection/ppyoloe-2.5.log');
const voc = fixture('paddledetection/yolov3-voc-2.3-interrupted.log');
const nan = fixture('paddledetection/picodet-2.5-nan.log');

test.each([coco, voc, nan])('yields every training line at its global, 1-based iteration', (log) => {
  const counted = Array.from(
    log.toString().matchAll(/Epoch: \[(\d+)\] \[ *(\d+)\/(\d+)\] learning_rate: (\S+) loss: (\S+)/g),
    ([, epoch, step, length, rate, loss]) => [
      Number(epoch) * Number(length) + Number(step) + 1,
      Number(rate),
      Number(loss === 'nan' ? Number.NaN : loss),
    ],
  );
  expect(counted).toHaveLength(16);
  const read = only(eventsOf(paddledetection, log), 'iteration');
  expect(read.map(({ iteration, learningRate, loss }) => [iteration, learningRate, loss])).toEqual(counted);
  expect(read[0]!.remaining).toBe(86_400 + 120);
  expect(runOf(log).trainer?.name).toBe('paddledetection');
});

test('yields every COCO table and the classes', () => {
  const counted = Array.from(
    coco.toString().matchAll(/IoU=0\.50:0\.95 \| area= {3}all \| maxDets=100 \] = (\S+)\n.*IoU=0\.50 .* = (\S+)$/gm),
    ([, map, map50]) => [Number(map), Number(map50)],
  );
  const run = runOf(coco);
  expect(run.evaluations.map(({ map50To95, map50 }) => [map50To95, map50])).toEqual(counted);
  expect(run.evaluations.map(({ epoch, iteration }) => [epoch, iteration])).toEqual(
    [1, 2, 3, 4].map((epoch) => [epoch, epoch * 63]),
  );
  expect(run.classes.map(({ name, ap }) => [name, ap === null])).toEqual([
    ['square', false],
    ['circle', false],
    ['triangle', false],
    ['hat', true],
  ]);
});

test('turns the percent of VOC into fractions', () => {
  const counted = Array.from(voc.toString().matchAll(/mAP\(0\.50, 11point\) = (\S+)%/g), ([, percent]) =>
    Number(percent),
  );
  expect(runOf(voc).evaluations.map(({ map50, map50To95 }) => [Math.round(map50! * 10_000) / 100, map50To95])).toEqual(
    counted.map((percent) => [percent, null]),
  );
});

test('tells a snapshot of an epoch from one of the best weights, and an interruption', () => {
  const saved = only(eventsOf(paddledetection, coco), 'checkpoint');
  expect(saved.map(({ at, role }) => [at, role])).toEqual([
    [63, 'numbered'],
    [63, 'best'],
    [126, 'numbered'],
    [126, 'best'],
    [189, 'numbered'],
    [189, 'best'],
    [252, 'numbered'],
  ]);
  expect(runOf(voc).ended).toBe('interrupted');
  expect(runOf(nan).nonFinite?.readings).toBe(8);
});

test.each([coco, voc, nan])('explains every line, and is honest wherever it is cut off', (log) => {
  expect(unexplainedOf(paddledetection, log)).toEqual([]);
  expect(inventionsOf(paddledetection, log)).toEqual([]);
});

const old = Buffer.from(
  [
    '2020-04-14 17:22:25,269-INFO: 47 samples in file dataset/shapes/val.txt',
    'W0414 17:22:26.379868  1124 device_context.cc:237] Please NOTE: device: 0, CUDA Capability: 70',
    "2020-04-14 17:22:43,533-INFO: iter: 0, lr: 0.000000, 'loss': '12.386612', time: 0.000, eta: 0:00:00",
    "2020-04-14 17:22:50,253-INFO: iter: 20, lr: 0.000002, 'loss_cls': '4.250000', 'loss': '11.334382', time: 0.486, eta: 1 day, 4:48:05",
    "2020-04-14 17:23:10,253-INFO: iter: 40, lr: 0.000004, 'loss_cls': '3.250000', 'loss': '9.100000', eta: 1:00:00, batch_cost: 0.25000 sec, ips: 12.11126 images/sec",
    '2020-04-14 17:23:20,874-INFO: Save model to output/yolov3/50.',
    '2020-04-14 17:23:31,999-INFO: Accumulating evaluatation results...',
    '2020-04-14 17:23:32,000-INFO: mAP(0.50, 11point) = 41.53%',
    '2020-04-14 17:23:32,010-INFO: Save model to output/yolov3/best_model.',
    '2020-04-14 17:23:32,011-INFO: Best test box ap: 41.53, in iter: 50',
    "2020-04-14 17:23:43,533 - INFO - iter: 60, lr: 0.000006, 'loss_cls': '2.250000', 'loss': 'nan', eta: 0:00:10, batch_cost: 0.25000 sec, ips: 12.11126 images/sec",
    '2020-04-14 17:23:53,533-INFO: Save model to output/yolov3/model_final.',
    '2020-04-14 17:23:54,533-INFO: Start evaluate...',
    '',
  ].join('\n'),
);

test('reads what it printed before 2.0, when it knew no epochs', () => {
  const run = runOf(old);
  expect(run.trainer?.name).toBe('paddledetection');
  expect(run.epochs).toBeNull();
  const events = eventsOf(paddledetection, old);
  expect(only(events, 'iteration').map(({ iteration, loss, seconds }) => [iteration, loss, seconds])).toEqual([
    [1, 12.386612, null],
    [21, 11.334382, 0.486],
    [41, 9.1, 0.25],
    [61, Number.NaN, 0.25],
  ]);
  expect(only(events, 'iteration')[1]).toMatchObject({
    remaining: 86_400 + 4 * 3600 + 48 * 60 + 5,
    parts: { cls: 4.25 },
  });
  expect(only(events, 'evaluation').map(({ iteration, map50 }) => [iteration, map50])).toEqual([[51, 0.4153]]);
  expect(only(events, 'checkpoint').map(({ at, role }) => [at, role])).toEqual([
    [51, 'numbered'],
    [51, 'best'],
    [61, 'final'],
  ]);
  expect(only(events, 'ended')).toEqual([{ type: 'ended', how: 'complete' }]);
  expect(inventionsOf(paddledetection, old)).toEqual([]);
});
