import { describe, expect, test } from 'vitest';
import { understood } from './read.ts';

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
    expect(evaluations).toMatchObject([{ iteration: 20, map50: 0.625, map50_95: 0.41200000000000003 }]);
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

  test('a record that is only half written is no record yet', () => {
    const whole = lines({ iteration: 19, total_loss: 1.75 }, { iteration: 39, total_loss: 1.5 });
    expect(understood(whole.slice(0, -10)).iterations).toMatchObject({ last: 20, count: 1 });
  });
});
