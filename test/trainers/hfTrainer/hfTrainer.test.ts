import { describe, expect, test } from 'vitest';
import { hfTrainer } from '../../../src/trainers/hfTrainer/hfTrainer.ts';
import { inventionsOf } from '../../support/trainers/cutShort.ts';
import { eventsOf, fixture, only, runOf, unexplainedOf } from '../../support/trainers/readText.ts';

const fourth = fixture('hf-trainer/detr-4.44.log');
const fifth = fixture('hf-trainer/rtdetr-5.0-early-stop.log');
const quiet = fixture('hf-trainer/yolos-4.38-quiet-nan.log');

describe.each([
  { version: 'v4', log: fourth },
  { version: 'v5, whose numbers are strings', log: fifth },
  { version: 'without its own notices', log: quiet },
])('$version', ({ log }) => {
  test('yields every loss, at the step of the bar', () => {
    const counted = Array.from(
      log.toString().matchAll(/\{'loss': '?([\d.]+|nan)'?, .*'learning_rate': '?([^',]+)/g),
      ([, loss, rate]) => [Number(loss === 'nan' ? Number.NaN : loss), Number(rate)],
    );
    expect(counted.length).toBeGreaterThan(10);
    const read = only(eventsOf(hfTrainer, log), 'iteration');
    expect(read.map(({ loss, learningRate }) => [loss, learningRate])).toEqual(counted);
    expect(read.map(({ iteration }) => iteration)).toEqual(counted.map((_, index) => (index + 1) * 10));
  });

  test('yields every evaluation and its loss', () => {
    const counted = Array.from(
      log.toString().matchAll(/'eval_loss': '?([\d.]+)'?, 'eval_map': '?([\d.]+)'?, 'eval_map_50': '?([\d.]+)/g),
      ([, loss, map, map50]) => [Number(loss), Number(map), Number(map50)],
    );
    expect(counted.length).toBeGreaterThan(2);
    const events = eventsOf(hfTrainer, log);
    expect(only(events, 'evaluation').map(({ map50To95, map50 }) => [map50To95, map50])).toEqual(
      counted.map(([, ...maps]) => maps),
    );
    expect(only(events, 'evaluation').map(({ epoch, iteration }) => [epoch, iteration])).toEqual(
      counted.map((_, index) => [index + 1, (index + 1) * 38]),
    );
    expect(only(events, 'epoch').map(({ validationLoss }) => validationLoss)).toEqual(counted.map(([loss]) => loss));
  });

  test('reads classes whatever they are called', () => {
    const names = runOf(log).classes.map(({ name }) => name);
    expect(names).toEqual(['square', 'circle', 'traffic light', 'żółw 🐢, slow', "driver's hat"]);
  });

  test('explains every line, and is honest wherever it is cut off', () => {
    expect(unexplainedOf(hfTrainer, log)).toEqual([]);
    expect(inventionsOf(hfTrainer, log)).toEqual([]);
  });
});

test('tells its plan, its saves and its end', () => {
  const run = runOf(fourth);
  expect(run.trainer?.name).toBe('hf-trainer');
  expect(run.plan).toMatchObject({ iterations: 190, epochs: 5 });
  expect(run.checkpoints.map(({ path, at }) => [path, at])).toEqual(
    [38, 76, 114, 152, 190].map((step) => [`detr-shapes/checkpoint-${step}`, step]),
  );
  expect(run.ended).toBe('complete');
});

test('tells an early stop, of which the trainer says nothing, by the epoch it ended in', () => {
  expect(runOf(fifth).ended).toBe('early-stop');
});

test('counts nan as no number, as Python prints it', () => {
  expect(runOf(quiet).nonFinite).toEqual({ readings: 10, since: 100 });
});

test('has only whole epochs where neither bar nor totals tell the step', () => {
  const run = runOf(
    "{'loss': 1.5, 'learning_rate': 4e-05, 'epoch': 1.0}\n{'loss': 1.25, 'learning_rate': 3e-05, 'epoch': 2.0}\n",
  );
  expect(run.epochs).toEqual({ first: 1, last: 2, count: 2 });
  expect(run.loss).toEqual({ first: 1.5, last: 1.25, min: 1.25 });
});

test('finds the steps of an epoch by a whole epoch and the bar, which Colab draws without a bar and seldom', () => {
  const log = Buffer.from(
    [
      '100%|██████████| 5/5 [00:00<00:00,  8.71ba/s]',
      '100%|██████████| 300/300 [00:09<00:00, 31.02it/s]',
      '  0% 0/80 [00:00<?, ?it/s]',
      "{'loss': '9.5', 'grad_norm': '0.05', 'learning_rate': '8.5e-05', 'epoch': '0.5'}",
      ' 25% 20/80 [01:03<05:30,  1.94s/it]',
      '100% 9/9 [00:03<00:00,  2.54it/s]',
      "{'eval_loss': '8.5', 'eval_map': '0.25', 'eval_map_50': '0.5', 'epoch': '1'}",
      ' 25% 20/80 [01:07<05:30,  1.94s/it]',
      "{'loss': '7.5', 'grad_norm': '0.05', 'learning_rate': '8.5e-05', 'epoch': '1.5'}",
      "{'loss': '6.5', 'grad_norm': '0.05', 'learning_rate': '8.5e-05', 'epoch': '2'}",
      ' 50% 40/80 [02:03<04:30,  1.94s/it]',
      '',
    ].join('\n'),
  );
  const events = eventsOf(hfTrainer, log);
  expect(only(events, 'plan').at(-1)?.plan).toEqual({ iterations: 80, epochs: 4 });
  // Before the bar has moved, only the epoch is known.
  expect(only(events, 'epoch').map(({ epoch, loss, validationLoss }) => [epoch, loss, validationLoss])).toEqual([
    [1, 9.5, null],
    [1, null, 8.5],
  ]);
  expect(only(events, 'iteration').map(({ iteration, loss }) => [iteration, loss])).toEqual([
    [30, 7.5],
    [40, 6.5],
  ]);
  expect(only(events, 'evaluation').map(({ iteration, map50 }) => [iteration, map50])).toEqual([[20, 0.5]]);
  expect(unexplainedOf(hfTrainer, log)).toEqual([]);
});

test('says in its log that it saves on SIGTERM', () => {
  const log = [
    '[INFO|trainer_jit_checkpoint.py:99] 2026-01-02 03:04:05,678 >> JIT checkpointing enabled',
    "{'loss': '9.5', 'grad_norm': '0.05', 'learning_rate': '8.5e-05', 'epoch': '0.5'}",
    '',
  ].join('\n');
  expect(only(eventsOf(hfTrainer, log), 'plan').map(({ plan }) => plan.savesOnTerminate)).toContain(true);
});
