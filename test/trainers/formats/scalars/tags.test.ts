import { describe, expect, test } from 'vitest';
import { createReading } from '../../../../src/monitor/reading.ts';
import { meaningOf } from '../../../../src/trainers/formats/scalars/tags.ts';
import { event, simple, version } from '../../../support/log/eventBytes.ts';

describe('a tag is known by the words of its last part', () => {
  test.each([
    ['valid_map@0.50', 'map50'],
    ['Valid_mAP@0.50', 'map50'],
    ['Valid_mAP@0.50:0.95', 'map50To95'],
    ['evaluation/bbox_AP50', 'map50'],
    ['val/mAP@.5', 'map50'],
    ['Val/mAP_0.5', 'map50'],
    ['val/mAP_0.5:0.95', 'map50To95'],
    ['validation/mAP50-95', 'map50To95'],
    ['test_mAP_50_95', 'map50To95'],
    ['eval/COCO_AP', 'map'],
    ['Mean AP', 'map'],
    ['Loss/total', 'loss'],
    ['Loss/train', 'loss'],
    ['Train/Loss', 'loss'],
    ['losses/total_loss', 'loss'],
    ['epoch_loss', 'loss'],
    ['Loss/val', 'validationLoss'],
    ['Valid/total_loss', 'validationLoss'],
    ['loss/validation', 'validationLoss'],
    ['LR/default', 'learningRate'],
    ['Lr/pg_0', 'learningRate'],
    ['train/lr-0', 'learningRate'],
    ['valid_precision@0.50', 'precision'],
    ['Recall/val', null],
    ['valid_recall@0.50', 'recall'],
  ])('%s: %s', (tag, is) => {
    expect(meaningOf(tag)?.is ?? null).toBe(is);
  });

  test.each([
    ['Loss/loss_vfl', 'part', 'vfl'],
    ['losses/cls_loss', 'part', 'cls'],
    ['val_losses/reg_loss', 'validationPart', 'reg'],
    ['Train_loss/box', 'part', 'box'],
  ])('%s is the %s %s', (tag, is, part) => {
    expect(meaningOf(tag)).toMatchObject({ is, part });
  });

  test.each([
    'valid_map@0.75',
    'AP/person',
    'val/mAP_small',
    'mAP50_person',
    'DetectionBoxes_Precision/mAP@.75IOU',
    'DetectionBoxes_Precision/mAP (large)',
    'train/mAP50',
    'Loss/loss_vfl_aux_0',
    'Loss/loss_bbox_dn_3',
    'gpu/overlap',
    'map_location',
    'Lr/pg_1',
    'snapshot',
    'recall_threshold',
    '',
  ])('%s says nothing of the training', (tag) => {
    expect(meaningOf(tag)).toBeNull();
  });
});

test("RT-DETR's evaluations are at their epochs, its losses at their iterations", () => {
  const figures = [0.3, 0.5, 0.28, 0.1, 0.3, 0.4, 0.2, 0.4, 0.45, 0.2, 0.5, 0.6];
  const epoch = (number: number, scale: number) => [
    ...[0, 10].flatMap((step) => [
      event(number * 20 + step, simple('Lr/pg_0', 0.5)),
      event(number * 20 + step, simple('Loss/total', 8 - number)),
      event(number * 20 + step, simple('Loss/loss_vfl', 2)),
    ]),
    ...figures.map((figure, index) => event(number, simple(`Test/coco_eval_bbox_${index}`, figure * scale))),
  ];
  const reading = createReading();
  reading.push(Buffer.concat([version, ...epoch(0, 0.5), ...epoch(1, 1), event(40, simple('Loss/total', 6))]), null);
  reading.end();
  const { run } = reading;
  expect(run.iterations).toMatchObject({ first: 1, last: 40 });
  expect(run.loss).toEqual({ first: 8, last: 6, min: 6 });
  expect(run.evaluations.map((each) => [each.epoch, each.map50To95, each.map50])).toEqual(
    [
      [1, 0.15, 0.25],
      [2, Math.fround(0.3), 0.5],
    ].map(([at, map, map50]) => [at, expect.closeTo(map!, 6), expect.closeTo(map50!, 6)]),
  );
});

test('the epochs of a trainer that logs all of them at once are counted', () => {
  const epoch = (number: number, map: number) => [
    event(number, simple('Train_PPYoloELoss/loss', 3 - number / 10)),
    event(number, simple('Valid_PPYoloELoss/loss', 2)),
    event(number, simple('Valid_mAP@0.50', map)),
    event(number, simple('LR/default', 0.5)),
  ];
  const reading = createReading();
  reading.push(Buffer.concat([version, ...epoch(0, 0.25), ...epoch(1, 0.5), ...epoch(2, 0.75)]), null);
  reading.end();
  expect(reading.run.evaluations.map(({ epoch: at, map50 }) => [at, map50])).toEqual([
    [1, 0.25],
    [2, 0.5],
    [3, 0.75],
  ]);
  expect(reading.run.loss).toMatchObject({ first: 3 });
});
