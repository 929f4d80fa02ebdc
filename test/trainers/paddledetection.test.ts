import { expect, test } from 'vitest';
import { paddledetection } from '../../src/trainers/paddledetection.ts';
import { inventionsOf } from './cutShort.ts';
import { eventsOf, fixture, only, runOf, unexplainedOf } from './readText.ts';

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
