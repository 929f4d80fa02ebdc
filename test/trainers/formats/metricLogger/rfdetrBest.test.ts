import { expect, test } from 'vitest';
import { rfdetr } from '../../../../src/trainers/rfdetr.ts';
import { inventionsOf } from '../../../support/trainers/cutShort.ts';
import { fixture, runOf } from '../../../support/trainers/readText.ts';

const log = fixture('rf-detr/nano-1.6-best-only.log');

test('an RF-DETR on Lightning is read from what it says of its best weights', () => {
  const run = runOf(log);
  expect(run.trainer!.name).toBe('rf-detr');
  const counted = Array.from(log.toString().matchAll(/improved to (\S+) \(epoch (\d+)\)/g), ([, map, epoch]) => [
    Number(epoch) + 1,
    Number(map),
  ]);
  // The first is of the sanity check, before the epoch.
  expect(run.evaluations.map(({ epoch, map50To95 }) => [epoch, map50To95])).toEqual(counted.slice(1));
  expect(run.best).toEqual({ metric: 'map50To95', value: 0.3258, at: 5 });
  expect(run.epochs!.last).toBe(5);
});

test('its best weights are where it says', () => {
  expect(runOf(log).checkpoints.at(-1)).toMatchObject({
    path: '/kaggle/working/checkpoint_best_regular.pth',
    at: 5,
    role: 'best',
  });
});

test('nothing is told of a line that was cut off', () => {
  expect(inventionsOf(rfdetr, log)).toEqual([]);
});
