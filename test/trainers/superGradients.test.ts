import { expect, test } from 'vitest';
import { superGradients } from '../../src/trainers/superGradients.ts';
import { inventionsOf } from '../support/trainers/cutShort.ts';
import { eventsOf, fixture, only, runOf, unexplainedOf } from '../support/trainers/readText.ts';

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
  expect(only(eventsOf(superGradients, zeroBased), 'progress')[1]).toMatchObject({
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

test('knows that there was an epoch 0 from what epoch 1 is compared with, in a log whose beginning is lost', () => {
  const run = runOf(
    [
      'SUMMARY OF EPOCH 1',
      '├── Training',
      '│   ├── Dekrloss/heatmap = 0.4000',
      '│   │   ├── Best until now = 0.5000 (↘ -0.1)',
      '│   │   └── Epoch N-1      = 0.5000 (↘ -0.1)',
      '│   └── Dekrloss/total = 0.7000',
      '└── Validation',
      '    └── Map@0.50 = 0.6600',
      '',
      '===========================================================',
      '',
    ].join('\n'),
  );
  expect(run.epochs).toEqual({ first: 2, last: 2, count: 1 });
  expect(run.loss?.last).toBe(0.7);
  expect(run.evaluations.map(({ epoch, map50 }) => [epoch, map50])).toEqual([[2, 0.66]]);
});

test('reads bars without a bar, as Colab draws them', () => {
  const progress = only(
    eventsOf(
      superGradients,
      'Train epoch 1:  50% 25/51 [00:17<00:18,  1.44it/s, PPYoloELoss/loss=2.97, gpu_mem=8.68]\n',
    ),
    'progress',
  );
  expect(progress).toEqual([{ type: 'progress', epoch: 1, batch: 25, batches: 51, loss: 2.97 }]);
});

test('reads a tree whose lines a warning interrupts', () => {
  const text = oneBased.toString().replaceAll('└── Validation', 'UserWarning: interrupted\n└── Validation');
  expect(text).toContain('interrupted');
  expect(runOf(text).evaluations).toEqual(runOf(oneBased).evaluations);
});
