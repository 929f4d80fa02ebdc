import { expect, test } from 'vitest';
import { jsonl } from '../../../src/trainers/formats/jsonl.ts';
import { inventionsOf } from '../../support/trainers/cutShort.ts';
import { eventsOf, fixture, installation, only, runOf } from '../../support/trainers/readText.ts';

const log = fixture('jsonl/plain-nan.log');

test('yields every record of a training, counted from one', () => {
  const counted = Array.from(
    log.toString().matchAll(/^\{"epoch": (\d+), "step": (\d+), "loss": (\S+), "box_loss": (\S+),/gm),
    ([, epoch, step, loss, box]) => [Number(epoch) + 1, Number(step) + 1, Number(loss), Number(box)],
  );
  expect(counted).toHaveLength(9);
  const read = only(eventsOf(jsonl, log), 'iteration');
  expect(read.map(({ epoch, iteration, loss, parts }) => [epoch, iteration, loss, parts!['box']])).toEqual(counted);
  expect(read[0]!.learningRate).toBe(0.001);
});

test('yields every evaluation, and takes mAP for mAP50-95 where mAP50 stands beside it', () => {
  const counted = Array.from(log.toString().matchAll(/"val\/mAP": (\S+), "val\/mAP50": (\S+),/g), ([, map, map50]) => [
    Number(map),
    Number(map50),
    0.5,
  ]);
  const events = eventsOf(jsonl, log);
  expect(only(events, 'evaluation').map(({ map50To95, map50, precision }) => [map50To95, map50, precision])).toEqual(
    counted,
  );
  expect(
    only(events, 'epoch').map(({ epoch, loss, validationLoss }) => [epoch, loss, validationLoss !== null]),
  ).toEqual([
    [1, null, true],
    [2, null, true],
    [3, null, true],
  ]);
});

test('is recognised behind an installation, and a nan is no number', () => {
  const run = runOf(Buffer.concat([Buffer.from(installation(300)), log]));
  expect(run.trainer?.name).toBe('jsonl');
  expect(run.nonFinite).toEqual({ readings: 2, since: 141 });
});

test.each([
  '{"level":"info","ts":1700000000.1,"msg":"request","status":200,"latency":0.01,"step":3}',
  '{"loss": 0.5}',
  '{"epoch": 3}',
  '{"epoch": "three", "loss": "low"}',
  '{"name":"package","version":"1.0.0","loss":{"epoch":1}}',
])('%s is no training', (line) => {
  expect(runOf(`${line}\n`.repeat(50)).trainer).toBeNull();
});

test.each([
  ['{"epoch": 0.53, "loss": 1.5}', { type: 'epoch', epoch: 1, loss: 1.5 }],
  ['{"step": 5, "loss": -Infinity}', { type: 'iteration', iteration: 5, loss: -Infinity }],
  [
    '{"epoch": 2, "metrics/mAP50(B)": 0.5, "metrics/mAP50-95(B)": 0.25}',
    { type: 'evaluation', epoch: 2, map50: 0.5, map50To95: 0.25 },
  ],
  ['{"epoch": 2, "mAP_0.5": 0.5, "mAP_0.5:0.95": -1}', { type: 'evaluation', epoch: 2, map50: 0.5, map50To95: null }],
])('%s', (line, event) => {
  expect(eventsOf(jsonl, `${line}\n`)).toContainEqual(expect.objectContaining(event));
});

test('a percentage is no fraction, and a mAP of its own is of nothing known', () => {
  expect(only(eventsOf(jsonl, '{"epoch": 2, "loss": 1, "map50": 61.5, "mAP": 0.4}\n'), 'evaluation')).toEqual([]);
});

test('is honest wherever it is cut off', () => {
  expect(inventionsOf(jsonl, log)).toEqual([]);
});
