import { expect, test } from 'vitest';
import { tfObjectDetection } from '../../src/trainers/tfObjectDetection.ts';
import { inventionsOf } from '../support/trainers/cutShort.ts';
import { eventsOf, fixture, only, runOf, unexplainedOf } from '../support/trainers/readText.ts';

const second = fixture('tf-od/model-main-tf2-nan.log');
const old = fixture('tf-od/model-main-tf2-2.4-interrupted.log');
const evaluation = fixture('tf-od/tf2-evaluation.log');
const slim = fixture('tf-od/tf1-slim.log');
const estimator = fixture('tf-od/tf1-estimator.log');

/** Numbers by the step before them, each step once. */
function steps(log: Buffer, pattern: RegExp): (readonly [number, number])[] {
  return Array.from(
    new Map(
      Array.from(log.toString().matchAll(pattern), ([, step, loss]) => [
        Number(step),
        Number(loss === 'nan' ? Number.NaN : loss),
      ]),
    ),
  );
}

test.each([
  { log: second, pattern: /INFO:tensorflow:Step (\d+) per[^}]*?'Loss\/total_loss': (\S+),/g, count: 30 },
  { log: old, pattern: /Step (\d+) per-step time \S+s loss=(\S+)/g, count: 15 },
  { log: slim, pattern: /global step (\d+): loss = (\S+)/g, count: 40 },
])('yields every step once, although each is printed twice ($count)', ({ log, pattern, count }) => {
  const counted = steps(log, pattern);
  expect(counted).toHaveLength(count);
  expect(runOf(log).trainer?.name).toBe('tf-od');
  expect(only(eventsOf(tfObjectDetection, log), 'iteration').map(({ iteration, loss }) => [iteration, loss])).toEqual(
    counted,
  );
});

test('yields the steps of Estimator, whose times are over all steps since the last line', () => {
  const counted = steps(estimator, /loss = (?=\S+, step = (\d+))([\d.]+)/g).filter(([step]) => step > 0);
  const read = only(eventsOf(tfObjectDetection, estimator), 'iteration');
  expect(read.map(({ iteration, loss }) => [iteration, loss])).toEqual(counted);
  expect(read[1]!.seconds).toBeGreaterThan(0.2);
  expect(read[1]!.seconds).toBeLessThan(0.3);
});

test('reads losses and learning rate out of the dictionary, and a loss that became nan', () => {
  const read = only(eventsOf(tfObjectDetection, second), 'iteration');
  expect(Object.keys(read[0]!.parts!)).toEqual(['classification', 'localization', 'regularization']);
  expect(read[0]!.learningRate).toBe(0.008);
  expect(runOf(second).nonFinite).toEqual({ readings: 3, since: 2800 });
});

test('yields every evaluation of the second process once', () => {
  const text = evaluation.toString();
  const counted = Array.from(
    text.matchAll(/^INFO:tensorflow:\t\+ DetectionBoxes_Precision\/mAP: (\S+)$/gm),
    ([, map]) => Number(map),
  );
  const halves = Array.from(
    text.matchAll(/^INFO:tensorflow:\t\+ DetectionBoxes_Precision\/mAP@\.50IOU: (\S+)$/gm),
    ([, map]) => Number(map),
  );
  const run = runOf(evaluation);
  expect(run.evaluations.map(({ iteration, map50To95, map50 }) => [iteration, map50To95, map50])).toEqual(
    counted.map((map, index) => [(index + 1) * 1000, map, halves[index]]),
  );
  expect(only(eventsOf(tfObjectDetection, evaluation), 'evaluation')).toHaveLength(3);
});

test('reads evaluations, saves and the end of Estimator', () => {
  const run = runOf(estimator);
  expect(run.evaluations.map(({ iteration }) => iteration)).toEqual([1000, 2000]);
  expect(run.checkpoints.map(({ at }) => at)).toEqual([0, 1000, 2000]);
  expect(run.checkpoints.at(-1)).toMatchObject({ path: 'training/model.ckpt-2000', at: 2000, role: 'numbered' });
  expect(run.ended).toBe('complete');
});

test('ends as interrupted after Ctrl-C', () => {
  expect(runOf(old).ended).toBe('interrupted');
});

test.each([second, old, evaluation, slim, estimator])(
  'explains every line, and is honest wherever it is cut off',
  (log) => {
    expect(unexplainedOf(tfObjectDetection, log).filter((text) => !text.includes('dso_loader'))).toEqual([]);
    expect(inventionsOf(tfObjectDetection, log)).toEqual([]);
  },
);

test('reads Estimator through absl alone, whose first line has no time', () => {
  const log = Buffer.from(
    [
      'I0907 02:11:41.395890 139696836876096 basic_session_run_hooks.py:262] loss = 12.345678, step = 1',
      'I0907 02:12:41.395890 139696836876096 basic_session_run_hooks.py:692] global_step/sec: 1.5',
      'I0907 02:12:41.395990 139696836876096 basic_session_run_hooks.py:260] loss = 6.345678, step = 101 (66.123 sec)',
      'I0907 02:41:41.396208 139696836876096 estimator.py:2039] Saving dict for global step 200: DetectionBoxes_Precision/mAP = 0.1387, DetectionBoxes_Precision/mAP (large) = 0.57, DetectionBoxes_Precision/mAP@.50IOU = 0.3274, loss = 4.7032976',
      '',
    ].join('\n'),
  );
  const run = runOf(log);
  expect(run.trainer?.name).toBe('tf-od');
  expect(only(eventsOf(tfObjectDetection, log), 'iteration').map(({ iteration, loss }) => [iteration, loss])).toEqual([
    [1, 12.345678],
    [101, 6.345678],
  ]);
  expect(run.evaluations.map(({ iteration, map50, map50To95 }) => [iteration, map50, map50To95])).toEqual([
    [200, 0.3274, 0.1387],
  ]);
  expect(inventionsOf(tfObjectDetection, log)).toEqual([]);
});
