import { expect, test } from 'vitest';
import { superGradients } from '../../src/trainers/superGradients.ts';
import { inventionsOf } from './cutShort.ts';
import { eventsOf, fixture, only, runOf, unexplainedOf } from './readText.ts';

const oneBased = fixture('super-gradients/yolo-nas-3.1.log');
const zeroBased = fixture('super-gradients/ppyoloe-3.0-zero-based-interrupted.log');

test.each([oneBased, zeroBased])('yields the tree of every epoch, and only its own values', (log) => {
  // What comes after the last epoch is a test of averaged weights.
  const [training] = log.toString().split('RUNNING ADDITIONAL TEST');
  const counted = Array.from(
    training!.matchAll(
      /SUMMARY OF EPOCH[^]*?─ Ppyoloeloss\/loss = (\S+)[^]*?└── Validation[^]*?─ Ppyoloeloss\/loss = (\S+)[^]*?─ Map@0\.50 = (\S+)/g,
    ),
    ([, ...numbers]) => numbers.map(Number),
  );
  expect(counted.length).toBeGreaterThan(3);
  const events = eventsOf(superGradients, log);
  expect(only(events, 'epoch').map(({ epoch, loss, validationLoss }) => [epoch, loss, validationLoss])).toEqual(
    counted.map(([loss, validation], index) => [index + 1, loss, validation]),
  );
  expect(only(events, 'evaluation').map(({ map50 }) => map50)).toEqual(counted.map(([, , map]) => map));
  expect(runOf(log).trainer?.name).toBe('super-gradients');
});

test('reads precision, recall, F1 and the finer mAP', () => {
  const [evaluation] = only(eventsOf(superGradients, zeroBased), 'evaluation');
  expect(evaluation).toMatchObject({ epoch: 1 });
  for (const name of ['map50', 'map50To95', 'precision', 'recall', 'f1'] as const) {
    expect(evaluation![name]).toBeGreaterThan(0);
    expect(evaluation![name]).toBeLessThan(1);
  }
});

test('learns the plan, the saves and how it ended', () => {
  const run = runOf(oneBased);
  expect(run.plan.epochs).toBe(5);
  expect(run.checkpoints[0]).toMatchObject({ path: '/content/checkpoints/shapes/ckpt_best.pth', at: 1, role: 'best' });
  expect(run.ended).toBe('complete');
  expect(runOf(zeroBased).ended).toBe('interrupted');
});

test('tells how far the epoch is', () => {
  expect(only(eventsOf(superGradients, zeroBased), 'progress')[1]).toEqual({
    type: 'progress',
    epoch: 1,
    batch: 20,
    batches: 51,
  });
});

test.each([oneBased, zeroBased])('explains every line, and is honest wherever it is cut off', (log) => {
  expect(unexplainedOf(superGradients, log)).toEqual([]);
  expect(inventionsOf(superGradients, log)).toEqual([]);
});
