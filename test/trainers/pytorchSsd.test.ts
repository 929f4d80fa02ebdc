import { expect, test } from 'vitest';
import { hasDiverged } from '../../src/run/selectors.ts';
import { pytorchSsd } from '../../src/trainers/pytorchSsd.ts';
import { inventionsOf } from '../support/trainers/cutShort.ts';
import { fixture, runOf, unexplainedOf } from '../support/trainers/readText.ts';

const fruit = fixture('pytorch-ssd/fruit.log');
const infinite = fixture('pytorch-ssd/infinite-validation.log');
const nan = fixture('pytorch-ssd/mb1-nan.log');

test("jetson-inference's steps, validation losses and saves are read", () => {
  const run = runOf(fruit);
  expect(run.trainer!.name).toBe('pytorch-ssd');
  expect(run.epochs).toMatchObject({ first: 1, last: 1 });
  expect(run.loss!.last).toBeCloseTo((12.424 + 9.6947 + 8.7409 + 7.3736 + 6.3461) / 5, 10);
  expect([...run.series.keys()]).toEqual(expect.arrayContaining(['validationLoss', 'validation/reg']));
  expect(run.checkpoints).toMatchObject([
    { path: 'models/fruit/mb1-ssd-Epoch-0-Loss-5.672993580500285.pth', at: 1, role: 'last' },
  ]);
  expect(run.ended).toBeNull();
});

test('while an epoch goes on its place, batch and losses are those of its last line', () => {
  const begun = (log: Buffer) => runOf(log.toString().split('\n').slice(0, 5).join('\n')).batches;
  expect(begun(fruit)).toMatchObject({ epoch: 1, done: 51, total: 1287, loss: 6.3461, parts: { reg: 2.2286 } });
  expect(begun(infinite)).toMatchObject({ epoch: 1, done: 0, total: 0, loss: 6.6482 });
});

test('the first version is read, whose lines do not say how long an epoch is', () => {
  const run = runOf(infinite);
  expect(run.trainer!.name).toBe('pytorch-ssd');
  expect(run.loss!.last).toBeCloseTo((12.1986 + 7.7354 + 7.1205 + 6.8956 + 6.6482 + 6.5128) / 6, 10);
  // Boxes without a size make it infinite while the training is well.
  expect(hasDiverged(run)).toBe(false);
});

test('weights that are NaN show in the validation where no epoch prints a training loss', () => {
  const run = runOf(nan);
  expect(run.nonFinite).toEqual({ readings: 2, since: 1 });
  expect(run.checkpoints.map(({ at }) => at)).toEqual([1, 6]);
});

test('an epoch without a validation is over when the next begins, and the options tell the plan', () => {
  const at = '2023-03-24 09:37:15 - ';
  const step = (epoch: number, loss: string) =>
    `${at}Epoch: ${epoch}, Step: 10/21, Avg Loss: ${loss}, Avg Regression Loss 1.0000, Avg Classification Loss: 2.0000\n`;
  const run = runOf(
    `${at}Using CUDA...\n${at}Namespace(balance_data=False, base_net=None, batch_size=2, milestones='80,100', momentum=0.9, net='mb1-ssd', num_epochs=3, num_workers=16, resume=None, scheduler='multi-step', t_max=100, validation_epochs=2, weight_decay=0.0005)\n` +
      `${step(0, '3.0000')}${step(1, '2.5000')}${step(2, '2.0000')}${at}Task done, exiting program.\n`,
  );
  expect(run.plan).toMatchObject({ epochs: 3, batch: 2, schedule: 'steps', steps: [80, 100], checkpointEvery: 2 });
  expect(run.epochs).toEqual({ first: 1, last: 3, count: 3 });
  expect(run.loss).toMatchObject({ first: 3, last: 2 });
  expect(run.ended).toBe('complete');
});

test('the last save of the plan is the end, of which the first version says nothing', () => {
  const at = '2018-12-01 12:38:16,778 - root - INFO - ';
  const run = runOf(
    `${at}Namespace(batch_size=32, num_epochs=200, scheduler='cosine', validation_epochs=5)\n` +
      `${at}Epoch: 199, Validation Loss: 5.2878, Validation Regression Loss 1.7701, Validation Classification Loss: 3.5177\n` +
      `${at}Saved model models/mb1-ssd-Epoch-199-Loss-5.287805194239462.pth\n`,
  );
  expect(run.plan).toMatchObject({ epochs: 200, schedule: 'cosine' });
  expect(run.ended).toBe('complete');
});

test.each([fruit, infinite, nan])(
  'every line is explained, and none that is cut off tells what the whole does not',
  (log) => {
    expect(unexplainedOf(pytorchSsd, log)).toEqual([]);
    expect(inventionsOf(pytorchSsd, log)).toEqual([]);
  },
);
