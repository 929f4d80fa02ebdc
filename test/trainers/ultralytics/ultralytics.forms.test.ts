import { describe, expect, test } from 'vitest';
import { stateOf } from '../../../src/run/selectors.ts';
import { ultralytics } from '../../../src/trainers/ultralytics/ultralytics.ts';
import { inventionsOf } from '../../support/trainers/cutShort.ts';
import { eventsOf, fixture, only, runOf, unexplainedOf } from '../../support/trainers/readText.ts';

const written = [
  '8.0-detect',
  '8.2-segment-resumed',
  '8.3-classify',
  '8.3-obb-crash',
  '8.3-rtdetr-time',
  '8.4-pose-recovered',
] as const;

describe.each(written)('the log %s', (name) => {
  const log = fixture(`ultralytics/${name}.log`);

  test('has no line that is not explained but those of pip', () => {
    expect(
      unexplainedOf(ultralytics, log).filter(
        (line) => !/^(?:Collecting |  Downloading |     ━|Successfully installed )/.test(line),
      ),
    ).toEqual([]);
  });

  test('says nothing when it is cut off that the whole does not say', () => {
    expect(inventionsOf(ultralytics, log)).toEqual([]);
  });
});

describe('8.0, after 330 lines of pip, with a thousand epochs planned', () => {
  const log = fixture('ultralytics/8.0-detect.log');
  const run = runOf(log);

  test('is recognised', () => {
    expect(run.trainer).toEqual({ name: 'ultralytics', version: '8.0.58' });
  });

  test('stops early in the words of its time', () => {
    expect(run.ended).toBe('early-stop');
    expect(run.best).toEqual({ metric: 'map50To95', value: 0.31, at: 2 });
    expect(run.epochs).toEqual({ first: 1, last: 4, count: 4 });
    expect(run.plan.epochs).toBe(1000);
  });

  test('keeps class names whole: with spaces, commas, emoji, digits, and wider than their column', () => {
    expect(run.classes.map(({ name, ap }) => [name, ap])).toEqual([
      ['traffic light', 0.25],
      ['cat, small', 0.375],
      ['🐈 kitten', 0.05],
      ['class 1', 0.8],
      ['a very long class name that is wider than its column', 0.1],
    ]);
  });

  test('counts the images of the scan, those without objects too', () => {
    expect(run.plan.trainingImages).toBe(128);
  });
});

describe('segmentation in a notebook, resumed in the same log', () => {
  const log = fixture('ultralytics/8.2-segment-resumed.log');
  const events = eventsOf(ultralytics, log);

  test('names the parts, and takes the boxes for the evaluation', () => {
    expect(only(events, 'epoch')[1]!.parts).toEqual({ box: 1.4, seg: 3, cls: 2.1, dfl: 1.25 });
    expect(only(events, 'evaluation')[1]).toMatchObject({ epoch: 2, map50: 0.35, map50To95: 0.2 });
  });

  test('reads a loss that is no number as one', () => {
    expect(only(events, 'epoch')[0]!.loss).toBeNaN();
    expect(stateOf(runOf(log))).toBe('ended');
  });

  test('leaves out the epoch that was broken off, and goes on from where it was resumed', () => {
    expect(only(events, 'epoch').map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(only(events, 'resumed')).toEqual([{ type: 'resumed', at: 2 }]);
  });

  test('joins paths as the system of the training does, and counts milestones from nought as it does', () => {
    const numbered = only(events, 'checkpoint').filter(({ role }) => role === 'numbered');
    expect(numbered.map(({ path, at }) => [path, at])).toEqual([
      ['C:\\runs\\segment\\train\\weights\\epoch0.pt', 1],
      ['C:\\runs\\segment\\train\\weights\\epoch2.pt', 3],
    ]);
  });

  test('reads a cosine schedule', () => {
    expect(runOf(log).plan).toMatchObject({ schedule: 'cosine', closeMosaic: 4 });
  });
});

describe('pose in 8.4, out of memory once and without numbers once', () => {
  const log = fixture('ultralytics/8.4-pose-recovered.log');
  const run = runOf(log);

  test('reads the epochs as they were in the end', () => {
    expect(run.epochs).toEqual({ first: 1, last: 3, count: 3 });
    expect(run.evaluations.map(({ epoch, map50To95 }) => [epoch, map50To95])).toEqual([
      [1, 0.1],
      [2, 0.3],
      [3, 0.38],
    ]);
    expect(Array.from(run.series.get('loss/kobj')!.y.subarray(0, 3))).toEqual([0.69, 0.6, 0.55]);
  });

  test('takes the smaller batch into the plan, and calls neither fatal', () => {
    expect(run.plan.batch).toBe(32);
    expect(run.faults.map(({ fatal }) => fatal)).toEqual([false, false]);
    expect(stateOf(run)).toBe('ended');
  });

  test('tells no save of the epoch that was thrown away', () => {
    const last = run.checkpoints.filter(({ role }) => role === 'last').map(({ at }) => at);
    expect(last).toEqual([1, 2, 3]);
  });

  test('has no least warm-up', () => {
    expect(run.plan.warmUp).toBe(3);
  });
});

describe('RT-DETR with a time limit, one state per bar', () => {
  const run = runOf(fixture('ultralytics/8.3-rtdetr-time.log'));

  test('names its losses and counts the last epoch, which the limit cut short', () => {
    expect(run.epochs).toEqual({ first: 1, last: 3, count: 3 });
    expect(Array.from(run.series.get('loss/giou')!.y.subarray(0, 3))).toEqual([0.8, 0.7, 0.6]);
    expect(run.evaluations).toHaveLength(3);
  });

  test('reads the limit in seconds and the time of an epoch', () => {
    expect(run.plan.seconds).toBe(180);
    expect(run.series.get('seconds')!.y[0]).toBe(65);
  });
});

test('oriented boxes: a crash of a rank right behind the bar is shown as failed', () => {
  const run = runOf(fixture('ultralytics/8.3-obb-crash.log'));
  expect(stateOf(run)).toBe('failed');
  expect(run.faults.at(-1)!.text).toMatch(/^torch\.OutOfMemoryError: CUDA out of memory\. Tried/);
  expect(run.epochs).toEqual({ first: 1, last: 1, count: 1 });
  expect(Array.from(run.series.keys())).toContain('loss/angle');
});

test('classification has losses but no evaluation that a detector could be judged by', () => {
  const run = runOf(fixture('ultralytics/8.3-classify.log'));
  expect(run.loss).toEqual({ first: 2.1, last: 1.05, min: 1.05 });
  expect(run.evaluations).toEqual([]);
  expect(run.ended).toBe('complete');
});
