import { describe, expect, test } from 'vitest';
import { understood } from '../../../support/trainers/readResults.ts';

const lines = (...records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

describe('files of JSON records', () => {
  test("Detectron2's metrics.json: iterations from 0, AP in percent", () => {
    const { trainer, iterations, evaluations } = understood(
      lines(
        { data_time: 0.003, eta_seconds: 100, iteration: 19, lr: 0.0002, time: 0.19, total_loss: 1.75 },
        { 'bbox/AP': 41.2, 'bbox/AP50': 62.5, iteration: 19 },
        { iteration: 39, lr: 0.0004, time: 0.19, total_loss: 1.5 },
      ),
    );
    expect(trainer).toBe('detectron2');
    expect(iterations).toMatchObject({ first: 20, last: 40, count: 2 });
    expect(evaluations).toMatchObject([{ iteration: 20, map50: 0.625, map50_95: 0.412 }]);
  });

  test("mmengine's scalars.json: a validation record's step is its epoch", () => {
    const { trainer, iterations, evaluations } = understood(
      lines(
        { lr: 0.002, data_time: 0.01, loss: 1.49, time: 0.3, epoch: 1, iter: 50, memory: 3312, step: 50 },
        { lr: 0.002, data_time: 0.01, loss: 1.29, time: 0.3, epoch: 1, iter: 100, memory: 3312, step: 100 },
        { 'coco/bbox_mAP': 0.029, 'coco/bbox_mAP_50': 0.061, data_time: 0.01, time: 0.2, step: 1 },
      ),
    );
    expect(trainer).toBe('mmdetection3');
    expect(iterations).toMatchObject({ last: 100, count: 2 });
    expect(evaluations).toMatchObject([{ epoch: 1, map50: 0.061, map50_95: 0.029 }]);
  });

  test("DETR's log.txt: epochs from 0, the COCO figures by their place, NaN as Python writes it", () => {
    const figures = [0.412, 0.61, 0.44, 0.2, 0.4, 0.5, 0.3, 0.5, 0.52, 0.3, 0.5, 0.6];
    const { trainer, epochs, evaluations } = understood(
      `{"train_lr": 1e-4, "train_class_error": NaN, "train_loss": 12.5, "test_loss": 11.2, "test_coco_eval_bbox": ${JSON.stringify(figures)}, "epoch": 0, "n_parameters": 41}\n`,
    );
    expect(trainer).toBe('detr');
    expect(epochs).toMatchObject({ first: 1, last: 1 });
    expect(evaluations).toMatchObject([{ epoch: 1, map50: 0.61, map50_95: 0.412 }]);
  });

  test("Detectron2's metrics.json with several sets to test on: the first counts", () => {
    const { trainer, evaluations } = understood(
      lines({ 'street_val/bbox/AP': 41.2, 'street_val/bbox/AP50': 62.5, 'night_val/bbox/AP': 11.2, iteration: 19 }),
    );
    expect(trainer).toBe('detectron2');
    expect(evaluations).toMatchObject([{ iteration: 20, map50: 0.625, map50_95: 0.412 }]);
  });

  test("mmengine's scalars.json of a training without epochs: a validation record's step is its iteration", () => {
    const { iterations, evaluations } = understood(
      lines(
        { lr: 0.002, data_time: 0.01, loss: 1.49, time: 0.3, iter: 500, memory: 3312, step: 500 },
        { 'teacher/coco/bbox_mAP': 0.2, 'teacher/coco/bbox_mAP_50': 0.4, 'student/coco/bbox_mAP': 0.1, step: 500 },
        { 'dota/mAP': 0.31, 'dota/AP50': 0.31, step: 1000 },
      ),
    );
    expect(iterations).toMatchObject({ last: 500, count: 1 });
    expect(evaluations).toMatchObject([
      { iteration: 500, map50: 0.4, map50_95: 0.2 },
      { iteration: 1000, map50: 0.31, map50_95: null },
    ]);
  });

  test("mmcv's log.json: losses and figures of the validation set stand in records of their own", () => {
    const { trainer, epochs, evaluations } = understood(
      lines(
        { mode: 'train', epoch: 1, iter: 50, lr: 0.002, loss: 1.49, time: 0.3 },
        { mode: 'val', epoch: 1, iter: 37, lr: 0.002, bbox_mAP: 0.2, bbox_mAP_50: 0.4, segm_mAP: 0.1 },
        { mode: 'val', epoch: 1, iter: 37, lr: 0.002, loss_cls: 0.2, loss: 0.75 },
      ),
    );
    expect(trainer).toBe('mmdetection2');
    expect(epochs).toMatchObject({ first: 1, last: 1, count: 1 });
    expect(evaluations).toMatchObject([{ epoch: 1, map50: 0.4, map50_95: 0.2 }]);
  });

  test("mmcv's log.json of a training by iterations: its epoch is always the same, and an evaluation is where the losses are", () => {
    const train = (iter: number, loss: number) => ({ mode: 'train', epoch: 1, iter, lr: 0.002, loss, time: 0.3 });
    const { iterations, evaluations } = understood(
      lines(
        { env_info: 'sys.platform: linux', config: "runner = dict(type='IterBasedRunner', max_iters=300)\n", seed: 0 },
        train(50, 1.5),
        train(100, 1.2),
        { mode: 'val', epoch: 1, iter: 37, lr: 0.002, bbox_mAP: 0.2, bbox_mAP_50: 0.4 },
        train(150, 1.1),
        train(200, 1),
        { mode: 'val', epoch: 1, iter: 37, lr: 0.002, bbox_mAP: 0.3, bbox_mAP_50: 0.5 },
      ),
    );
    expect(iterations).toMatchObject({ first: 50, last: 200, total: 300 });
    expect(evaluations).toMatchObject([
      { iteration: 100, map50: 0.4, map50_95: 0.2 },
      { iteration: 200, map50: 0.5, map50_95: 0.3 },
    ]);
  });

  test.each([
    ['rf-detr', { test_results_json: { class_map: [] }, ema_test_coco_eval_bbox: [0.5, 0.7], train_class_error: 12 }],
    ['d-fine', { train_lr: 1e-4, train_loss_fgl: 1.2, train_loss_ddf: 0.1 }],
    ['deim', { train_lr: 1e-4, train_loss_mal: 0.3, train_loss_fgl: 1.2 }],
    ['lw-detr', { train_lr: 1e-4, train_epoch_time: '0:04:12', ema_test_coco_eval_bbox: [0.5, 0.7] }],
    ['detr', { train_lr: 1e-4, train_loss_vfl: 0.6 }],
  ])('log.txt of %s is known by its keys', (name, keys) => {
    const { trainer, evaluations } = understood(
      lines({ ...keys, train_loss: 12.5, test_coco_eval_bbox: [0.4, 0.6, 0.3], epoch: 3 }),
    );
    expect(trainer).toBe(name);
    expect(evaluations).toMatchObject([{ epoch: 4, map50: 0.6, map50_95: 0.4 }]);
  });

  test('a record that is only half written is no record yet', () => {
    const whole = lines({ iteration: 19, total_loss: 1.75 }, { iteration: 39, total_loss: 1.5 });
    expect(understood(whole.slice(0, -10)).iterations).toMatchObject({ last: 20, count: 1 });
  });
});
