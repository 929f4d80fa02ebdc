import { expect, test } from 'vitest';
import { timm } from '../../src/trainers/timm.ts';
import { inventionsOf } from '../support/trainers/cutShort.ts';
import { eventsOf, fixture, only, runOf, unexplainedOf } from '../support/trainers/readText.ts';

const whole = fixture('timm/efficientdet-d0.log');
const interrupted = fixture('timm/efficientdet-d0-interrupted-nan.log');

test.each([whole, interrupted])(
  'yields every training line: the mean of the epoch, and the loss of the batch',
  (log) => {
    const counted = Array.from(
      log.toString().matchAll(/^Train: (\d+) \[ *(\d+)\/(\d+) .*?Loss: +(\S+) \( *(\S+)\).* LR: (\S+)/gm),
      ([, epoch, step, length, batch, mean, rate]) => [
        Number(epoch) * Number(length) + Number(step) + 1,
        mean === 'nan' ? Number.NaN : Number(mean),
        batch === 'nan' ? Number.NaN : Number(batch),
        Number(rate),
      ],
    );
    expect(counted.length).toBeGreaterThan(10);
    const read = only(eventsOf(timm, log), 'iteration');
    expect(
      read.map(({ iteration, loss, batchLoss, learningRate }) => [iteration, loss, batchLoss, learningRate]),
    ).toEqual(counted);
    expect(read[0]!.seconds).toBe(0.402);
  },
);

test('yields every COCO table, and the loss of every test', () => {
  const counted = Array.from(
    whole.toString().matchAll(/IoU=0\.50:0\.95 \| area= {3}all \| maxDets=100 \] = (\S+)\n/g),
    ([, map]) => Number(map),
  ).filter((_, index) => index % 2 === 0);
  const run = runOf(whole);
  expect(run.evaluations.map(({ map50To95 }) => map50To95)).toEqual(counted);
  const losses = Array.from(whole.toString().matchAll(/^Test: \[ +29\/29\].*\(([\d.]+)\)\s*$/gm), ([, loss]) =>
    Number(loss),
  );
  expect(only(eventsOf(timm, whole), 'epoch').map(({ validationLoss }) => validationLoss)).toEqual(losses);
});

test('tells an interruption from the end, although the last word is the same', () => {
  expect(runOf(whole).ended).toBe('complete');
  expect(runOf(interrupted).ended).toBe('interrupted');
  expect(runOf(interrupted).nonFinite?.readings).toBeGreaterThan(1);
});

test('tells the saves that the list of checkpoints shows', () => {
  const directory = './output/train/20200526-101010-tf_efficientdet_d0';
  const run = runOf(whole);
  expect(run.checkpoints.slice(0, 2)).toMatchObject([
    { path: `${directory}/last.pth.tar`, at: 75, role: 'last' },
    { path: `${directory}/checkpoint-0.pth.tar`, at: 75, role: 'best' },
  ]);
  expect(run.checkpoints.at(-1)).toMatchObject({ path: `${directory}/last.pth.tar`, at: 300 });
  expect(run.plan).toMatchObject({ epochs: 4, iterations: 300 });
});

test.each([whole, interrupted])('explains every line, and is honest wherever it is cut off', (log) => {
  expect(unexplainedOf(timm, log)).toEqual([]);
  expect(inventionsOf(timm, log)).toEqual([]);
});
