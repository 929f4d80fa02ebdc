import { describe, expect, test } from 'vitest';
import { yolov6 } from '../../src/trainers/yolov6.ts';
import { inventionsOf } from '../support/trainers/cutShort.ts';
import { eventsOf, fixture, installation, only, runOf, unexplainedOf } from '../support/trainers/readText.ts';

const finetune = fixture('yolov6/finetune.log');
const interrupted = fixture('yolov6/interrupted.log');

describe.each([
  ['a training that came to its end', finetune],
  ['a training that was interrupted', interrupted],
])('%s', (_name, log) => {
  test('is recognised, also after pip and warnings', () => {
    expect(runOf(Buffer.concat([Buffer.from(installation(300)), log])).trainer!.name).toBe('yolov6');
  });

  test('has no line that is not explained, and says nothing when cut off that the whole does not say', () => {
    expect(unexplainedOf(yolov6, log)).toEqual([]);
    expect(inventionsOf(yolov6, log)).toEqual([]);
  });
});

test('yields the epochs with their parts and learning rate, counted from one', () => {
  const epochs = only(eventsOf(yolov6, finetune), 'epoch');
  expect(epochs.map(({ epoch, learningRate }) => [epoch, learningRate])).toEqual([
    [1, 0.002],
    [2, 0.002],
    [3, 0.002],
    [4, 0.002],
  ]);
  expect(epochs[1]!.parts).toEqual({ iou: 0.4, dfl: 0.25, cls: 0.65 });
  expect(epochs[1]!.loss).toBeCloseTo(1.3, 9);
});

test('takes an evaluation from the line that names its epoch, with all of its digits', () => {
  expect(runOf(finetune).evaluations.map(({ epoch, map50, map50To95 }) => [epoch, map50, map50To95])).toEqual([
    [1, 0, 0],
    [3, 0.4123456789012345, 0.2678901234567891],
    [4, 0.5123456789012345, 0.3678901234567891],
  ]);
});

test('believes a number with few digits once another line follows', () => {
  const line = 'Epoch: 0 | mAP@0.5: 0.5 | mAP@0.50:0.95: 0.3';
  expect(only(eventsOf(yolov6, line), 'evaluation')).toEqual([]);
  expect(only(eventsOf(yolov6, `${line}\n\n`), 'evaluation')).toMatchObject([{ epoch: 1, map50: 0.5, map50To95: 0.3 }]);
});

test('tells its saves by their own names, and where strong augmentation ends without a word', () => {
  const run = runOf(finetune);
  expect(run.checkpoints.map(({ path, at, role }) => [path, at, role])).toEqual([
    ['runs/train/exp1/weights/last_ckpt.pt', 1, 'last'],
    ['runs/train/exp1/weights/best_ckpt.pt', 1, 'best'],
    ['runs/train/exp1/weights/last_ckpt.pt', 2, 'last'],
    ['runs/train/exp1/weights/last_ckpt.pt', 3, 'last'],
    ['runs/train/exp1/weights/best_ckpt.pt', 3, 'best'],
    ['runs/train/exp1/weights/last_ckpt.pt', 4, 'last'],
    ['runs/train/exp1/weights/best_ckpt.pt', 4, 'best'],
  ]);
  expect(run.regimes).toEqual([{ at: 3, label: 'strong augmentation off' }]);
  expect(run.plan).toMatchObject({ epochs: 4, batch: 32, closeMosaic: 3 });
});

test('"Training completed" is the end only after the last epoch', () => {
  expect(runOf(finetune).ended).toBe('complete');
  expect(runOf(interrupted).ended).toBe('interrupted');
  expect(runOf(interrupted.toString().replace(/Traceback[\s\S]*/, '')).ended).toBeNull();
});
