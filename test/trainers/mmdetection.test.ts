import { describe, expect, test } from 'vitest';
import { mmdetection } from '../../src/trainers/mmdetection/mmdetection.ts';
import { inventionsOf } from '../support/trainers/cutShort.ts';
import { eventsOf, fixture, only, runOf, unexplainedOf } from '../support/trainers/readText.ts';

const third = fixture('mmdetection/faster-rcnn-3.3.log');
const second = fixture('mmdetection/cascade-rcnn-2.24.log');
const byIteration = fixture('mmdetection/rtmdet-3.0-by-iteration-interrupted.log');
const voc = fixture('mmdetection/retinanet-voc-2.8-nan.log');

describe('MMDetection 3', () => {
  test('yields every training line, with epoch and step as one global iteration', () => {
    const counted = Array.from(
      third.toString().matchAll(/Epoch\(train\) +\[ *(\d+)\]\[ *(\d+)\/(\d+)\].*? lr: (\S+) .*? {2}loss: (\S+)/g),
      ([, epoch, step, length, rate, loss]) => ({
        iteration: (Number(epoch) - 1) * Number(length) + Number(step),
        epoch: Number(epoch),
        loss: Number(loss),
        learningRate: Number(rate),
      }),
    );
    expect(counted).toHaveLength(42);
    const read = only(eventsOf(mmdetection, third), 'iteration');
    expect(read.map(({ iteration, epoch, loss, learningRate }) => ({ iteration, epoch, loss, learningRate }))).toEqual(
      counted,
    );
    expect(read[0]).toMatchObject({
      seconds: 0.3088,
      remaining: 132,
      parts: { cls: 1.0486, bbox: 0.5027, rpn_cls: 0.1857 },
    });
  });

  test('yields every evaluation, and takes progress of a validation for none', () => {
    const counted = Array.from(
      third.toString().matchAll(/coco\/bbox_mAP: (\S+) {2}coco\/bbox_mAP_50: (\S+)/g),
      ([, map, map50]) => [Number(map50), Number(map)],
    );
    expect(counted).toHaveLength(6);
    const read = only(eventsOf(mmdetection, third), 'evaluation');
    expect(read.map(({ map50, map50To95 }) => [map50, map50To95])).toEqual(counted);
    expect(read.map(({ epoch, iteration }) => [epoch, iteration])).toEqual(
      [1, 2, 3, 4, 5, 6].map((epoch) => [epoch, epoch * 75]),
    );
  });

  test('learns the plan from the dump of the configuration and puts epochs into iterations', () => {
    const run = runOf(third);
    expect(run.trainer?.name).toBe('mmdetection3');
    expect(run.plan).toMatchObject({
      epochs: 6,
      iterations: 450,
      warmUp: 50,
      steps: [300, 375],
      scales: [0.1, 0.1],
      schedule: 'steps',
      batch: 4,
      checkpointEvery: 75,
    });
    expect(run.ended).toBe('complete');
  });

  test('reads the classes, with nan as unknown', () => {
    expect(runOf(third).classes.map(({ name }) => name)).toEqual(['square', 'circle', 'triangle']);
    const last = Array.from(third.toString().matchAll(/^\| (\w+) +\| ([\d.]+) /gm), ([, name, ap]) => ({
      name,
      ap: Number(ap),
    })).slice(-3);
    expect(runOf(third).classes.map(({ name, ap }) => ({ name, ap }))).toEqual(last);
  });

  test('tells saves with the iteration whose weights they are, and the best one', () => {
    const saved = only(eventsOf(mmdetection, third), 'checkpoint');
    expect(saved.filter(({ role }) => role === 'numbered').map(({ path, at }) => [path, at])).toEqual(
      [1, 2, 3, 4, 5, 6].map((epoch) => [`epoch_${epoch}.pth`, epoch * 75]),
    );
    expect(saved.findLast(({ role }) => role === 'best')).toMatchObject({
      path: 'best_coco_bbox_mAP_epoch_5.pth',
      at: 375,
    });
  });

  test('does not take a grad_norm of nan for a divergence', () => {
    expect(runOf(third).nonFinite).toBeNull();
  });

  test('explains every line but what checkpoints and pycocotools say', () => {
    expect(
      unexplainedOf(mmdetection, third).filter((text) => !/size mismatch|^Loads checkpoint|^The model and/.test(text)),
    ).toEqual([]);
  });

  test('counts iterations where the configuration does, with a year in the date', () => {
    const run = runOf(byIteration);
    expect(run.iterations).toEqual({ first: 50, last: 450, count: 9 });
    expect(run.plan.iterations).toBe(600);
    expect(run.evaluations.map(({ iteration, epoch }) => [iteration, epoch])).toEqual([
      [200, null],
      [400, null],
    ]);
    expect(run.checkpoints.map(({ path, at }) => [path, at])).toEqual([
      ['iter_200.pth', 200],
      ['iter_400.pth', 400],
    ]);
    expect(run.regimes).toEqual([{ at: 250, label: 'pipeline switched' }]);
    expect(run.ended).toBe('interrupted');
  });

  test('ends early when its patience runs out', () => {
    const lines =
      '04/15 16:50:26 - mmengine - INFO - Epoch(train) [1][50/50]  lr: 1.9820e-03  eta: 0:00:15  time: 0.3082  data_time: 0.0042  memory: 3312  loss: 1.4919\n' +
      '04/15 16:50:26 - mmengine - INFO - the monitored metric did not improve in the last 5 records. best score: 0.412. \n';
    expect(runOf(lines).ended).toBe('early-stop');
  });

  test('reads only the second of two records that ran into one another', () => {
    const line =
      '04/15 16:50:26 - mmengine - INFO - Epoch(train) [1][10/50]  lr: 1.0e-0304/15 16:50:29 - mmengine - INFO - Epoch(train) [1][20/50]  lr: 1.9820e-03  loss: 1.2500\n';
    expect(only(eventsOf(mmdetection, line), 'iteration').map(({ iteration, loss }) => [iteration, loss])).toEqual([
      [20, 1.25],
    ]);
  });
});

describe('MMDetection 2', () => {
  test('yields every training line and every evaluation', () => {
    const text = second.toString();
    const losses = Array.from(
      text.matchAll(/Epoch \[(\d+)\]\[(\d+)\/230\]\t.*, loss: (\S+)$/gm),
      ([, epoch, step, loss]) => [(Number(epoch) - 1) * 230 + Number(step), Number(loss)],
    );
    expect(losses).toHaveLength(20);
    const events = eventsOf(mmdetection, second, 'mmdetection2');
    expect(only(events, 'iteration').map(({ iteration, loss }) => [iteration, loss])).toEqual(losses);
    const maps = Array.from(text.matchAll(/\tbbox_mAP: (\S+), bbox_mAP_50: (\S+),/g), ([, map, map50]) => [
      Number(map),
      Number(map50),
    ]);
    expect(only(events, 'evaluation').map(({ map50To95, map50 }) => [map50To95, map50])).toEqual(maps);
    expect(only(events, 'iteration')[0]?.remaining).toBe(86_400 + 11 * 60);
  });

  test('learns version, plan and end', () => {
    const run = runOf(second);
    expect(run.trainer).toEqual({ name: 'mmdetection2', version: '2.24.1' });
    expect(run.plan).toMatchObject({ epochs: 5, iterations: 1150, warmUp: 100, steps: [690, 920], batch: 2 });
    expect(run.ended).toBe('complete');
    expect(run.checkpoints.findLast(({ role }) => role === 'best')?.path).toMatch(/^best_bbox_mAP_epoch_\d\.pth$/);
  });

  test('reads VOC evaluations, class names with commas and emoji, and a loss that became nan', () => {
    const run = runOf(voc);
    expect(run.trainer?.name).toBe('mmdetection2');
    expect(run.evaluations.map(({ map50, map50To95 }) => [map50, map50To95])).toEqual([
      [0.412, null],
      [0, null],
    ]);
    expect(run.classes.map(({ name }) => name)).toEqual(['traffic light', 'person, seated', 'żółw 🐢']);
    expect(run.nonFinite).toEqual({ readings: 2, since: 260 });
  });
});

describe('what is built on MMDetection', () => {
  test('tells a teacher from its student, whose evaluations share a line', () => {
    const semi = runOf(
      [
        '2021-09-17 05:58:10,804 - mmdet.ssod - INFO - Iter [50/400]\tlr: 2.989e-04, eta: 0:20:57, time: 2.529, sup_loss_cls: 0.2000, loss: 1.2500',
        '2021-09-17 06:58:10,804 - mmdet.ssod - INFO - Iter(val) [100]\tteacher.bbox_mAP: 0.2500, teacher.bbox_mAP_50: 0.4300, student.bbox_mAP: 0.2100, student.bbox_mAP_50: 0.4000',
        '2021-09-17 07:58:10,804 - mmdet.ssod - INFO - Iter [150/400]\tlr: 2.989e-04, eta: 0:10:57, time: 2.529, sup_loss_cls: 0.1000, loss: 1.0500',
        '',
      ].join('\n'),
    );
    expect(semi.trainer?.name).toBe('mmdetection2');
    expect(semi.iterations).toEqual({ first: 50, last: 150, count: 2 });
    expect(semi.evaluations.map(({ map50, map50To95 }) => [map50, map50To95])).toEqual([[0.43, 0.25]]);
  });

  test('takes no mAP that is over no IoU: of labels of a whole image, of distances', () => {
    const training =
      '08/18 20:27:12 - mmengine - INFO - Epoch(train) [1][5/5]  lr: 1.0000e-03  eta: 0:00:00  time: 0.25  loss: 6.7576\n';
    const validations = [
      '08/18 20:27:23 - mmengine - INFO - Epoch(val) [1][5/5]    multi-label/mAP: 0.6830  accuracy/top1: 7.5000  time: 0.0146\n',
      '08/18 20:27:23 - mmengine - INFO - Epoch(val) [1][5/5]    multi-label/mAP: 68.3000  time: 0.0146\n',
      '08/18 20:27:23 - mmengine - INFO - Epoch(val) [1][5/5]    pts_bbox_NuScenes/NDS: 0.3100  pts_bbox_NuScenes/mAP: 0.2200  time: 0.0146\n',
    ];
    for (const validation of validations) {
      const run = runOf(training + validation);
      expect(run.loss?.last).toBe(6.7576);
      expect(run.evaluations).toEqual([]);
    }
  });

  test('reads the validation loss of a workflow that has one', () => {
    const events = eventsOf(
      mmdetection,
      [
        '2021-11-24 15:51:04,093 - mmdet - INFO - Epoch [1][50/144]\tlr: 2.473e-04, eta: 6:23:17, time: 0.266, loss_cls: 1.1295, loss: 1.7651',
        '2021-11-24 15:52:25,535 - mmdet - INFO - Epoch(val) [1][37]\tloss_cls: 0.0600, acc: 98.5762, loss: 0.2500',
        '',
      ].join('\n'),
      'mmdetection2',
    );
    expect(only(events, 'iteration')).toHaveLength(1);
    expect(only(events, 'epoch').map(({ epoch, loss, validationLoss }) => [epoch, loss, validationLoss])).toEqual([
      [1, null, 0.25],
    ]);
  });
});

test('a log that is cut off anywhere tells nothing that the whole one does not', () => {
  expect(inventionsOf(mmdetection, third)).toEqual([]);
  expect(inventionsOf(mmdetection, second, 'mmdetection2')).toEqual([]);
  expect(inventionsOf(mmdetection, byIteration)).toEqual([]);
  expect(inventionsOf(mmdetection, voc, 'mmdetection2')).toEqual([]);
});
