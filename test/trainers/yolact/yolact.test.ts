import { expect, test } from 'vitest';
import { yolact } from '../../../src/trainers/yolact/yolact.ts';
import { inventionsOf } from '../../support/trainers/cutShort.ts';
import { fixture, runOf, unexplainedOf } from '../../support/trainers/readText.ts';

const log = fixture('yolact/resnet50-coco.log');

test('YOLACT is read: the total loss with its parts, the mAP of the boxes as a fraction', () => {
  const run = runOf(log);
  expect(run.trainer!.name).toBe('yolact');
  expect(run.iterations).toEqual({ first: 439_431, last: 439_441, count: 2 });
  expect(run.epochs!.last).toBe(799);
  expect(run.loss).toMatchObject({ first: 1.979, last: 1.936 });
  expect(run.remaining).toBe(2 * 86_400 + 42 * 60);
  expect([...run.series.keys()]).toEqual(expect.arrayContaining(['loss/box', 'loss/cls', 'loss/mask', 'loss/seg']));
  expect(run.evaluations).toMatchObject([{ iteration: 439_441, epoch: 799, map50: 0.8955, map50To95: 0.7213 }]);
  expect(unexplainedOf(yolact, log)).toEqual([]);
  expect(inventionsOf(yolact, log)).toEqual([]);
});

test('a loss that is no number is a divergence, and an interruption a save', () => {
  const nan =
    '[  0]      10 || B: nan | C: inf | M: 6.371 | S: 44.301 | T: nan || ETA: 3 days, 23:40:39 || timer: 1.618\n';
  const run = runOf(`${nan}${nan.replace('  10 ', '  20 ')}Stopping early. Saving network...\n`);
  expect(run.nonFinite!.readings).toBe(2);
  expect(run.ended).toBe('interrupted');
  expect(run.checkpoints).toMatchObject([{ path: 'weights/*_20_interrupt.pth', at: 21, role: 'last' }]);
});
