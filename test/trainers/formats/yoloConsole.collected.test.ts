import { describe, expect, test } from 'vitest';
import { only, runOf, eventsOf } from '../../support/trainers/readText.ts';
import { ultralytics } from '../../../src/trainers/ultralytics/ultralytics.ts';
import { yolov5 } from '../../../src/trainers/yolov5/yolov5.ts';

function evaluationsOf(log: string) {
  return only(eventsOf(yolov5, log), 'evaluation');
}

describe('the figures of a validation are those that its header names', () => {
  const bar =
    '      0/99     2.50G      3.1      2.2         0      5.3        17       416: 100% 20/20 [00:10<00:00,  2.00it/s]\n';
  const losses = '     Epoch   gpu_mem      GIoU       obj       cls     total   targets  img_size\n';

  test("Ultralytics' YOLOv3 prints an F1, which is no mAP50-95", () => {
    const header =
      '               Class    Images   Targets         P         R   mAP@0.5        F1: 100% 4/4 [00:02<00:00,  2.00it/s]\n';
    const row = '                 all        40        72     0.400     0.500     0.450     0.444\n';
    expect(evaluationsOf(losses + bar + header + row)).toMatchObject([
      { epoch: 1, precision: 0.4, recall: 0.5, map50: 0.45, map50To95: null, f1: 0.444 },
    ]);
  });

  test('an F1 is told also where the bars were taken out of the log', () => {
    const bare = '      0/99     2.50G      3.1      2.2         0      5.3        17       416\n\n';
    const header = '               Class    Images   Targets         P         R   mAP@0.5        F1\n';
    const row = '                 all        40        72     0.400     0.500     0.450     0.444\n';
    expect(evaluationsOf(losses + bare + header + row)).toMatchObject([
      { epoch: 1, map50: 0.45, map50To95: null, f1: 0.444 },
    ]);
  });

  test('a variant may have a figure between them', () => {
    const header =
      '               Class    Images    Labels         P         R    mAP@.5   mAP@.75 mAP@.5:.95: 100% 4/4 [00:02<00:00]\n';
    const row = '                 all        40        72       0.4       0.5      0.45      0.25       0.3\n';
    expect(evaluationsOf(losses + bar + header + row)).toMatchObject([{ map50: 0.45, map50To95: 0.3 }]);
  });

  test('a header that the terminal cut says nothing', () => {
    const header = '               Class    Images    Labels         P         R    mAP@.5   mAP@.5\n';
    const row = '                 all        40        72       0.4       0.5      0.45       0.3\n';
    expect(evaluationsOf(losses + bar + header + row)).toMatchObject([{ map50: 0.45, map50To95: 0.3 }]);
  });

  test('a row of which only the counts are left is none', () => {
    const header = '               Class    Images    Labels         P         R    mAP@.5   \n';
    expect(evaluationsOf(`${losses}${bar}${header}                 all        40        72          \n`)).toEqual([]);
  });

  test('a row that was cut like its header is none', () => {
    const header = '               Class    Images    Labels         P         R    mAP@.5   \n';
    const row = '                 all        40        72       0.4       0.5      0.45      \n';
    expect(evaluationsOf(losses + bar + header + row)).toEqual([]);
  });
});

test('where the carriage returns were lost, the states behind the empty bar are read, and the last one counts', () => {
  const state = (loss: string, done: number) =>
    `     0/9     2.50G      ${loss}      0.02      0.01      0.07        17       640: ${done * 50}%|█████     | ${done}/2 [00:0${done}<00:00,  2.00it/s]`;
  const log = [
    'Starting training for 10 epochs...',
    '',
    '     Epoch   gpu_mem       box       obj       cls     total    labels  img_size',
    `  0%|          | 0/2 [00:00<?, ?it/s]${state('0.06', 0)}${state('0.05', 1)}${state('0.04', 2)}`,
    '               Class      Images      Labels           P           R      mAP@.5  mAP@.5:.95:   0%|          | 0/1 [00:00<?, ?it/s]               Class      Images      Labels           P           R      mAP@.5  mAP@.5:.95: 100%|██████████| 1/1 [00:01<00:00]',
    '                 all          40          72         0.4         0.5        0.45         0.3',
    '',
  ].join('\n');
  const events = eventsOf(yolov5, log);
  expect(only(events, 'epoch')).toMatchObject([{ epoch: 1, loss: 0.07, parts: { box: 0.04 } }]);
  expect(only(events, 'evaluation')).toMatchObject([{ epoch: 1, map50: 0.45, map50To95: 0.3 }]);
});

test('control bytes that a collector wrote as octal numbers are what they were', () => {
  const bar = (loss: string, done: number) =>
    `#033[K       3/30      1.50G        ${loss}        0.5        0.9         16        640: ${done * 50}% ━━━━━━────── ${done}/2 2.0it/s 0.${done}s`;
  const events = eventsOf(
    ultralytics,
    [
      'Logging results to #033[1m/opt/ml/model/runs/train#033[0m',
      'Starting training for 30 epochs...',
      'Epoch    GPU_mem   box_loss   cls_loss   dfl_loss  Instances       Size',
      `${bar('0.3', 1)}#015${bar('0.2', 2)}#015${bar('0.2', 2)}`,
      '#033[K                 Class     Images  Instances      Box(P          R      mAP50  mAP50-95): 100% ━━━━━━━━━━━━ 1/1 2.0it/s 0.5s',
      'all         40         72        0.4        0.5       0.45        0.3',
      '',
    ].join('\n'),
  );
  expect(only(events, 'output')).toEqual([{ type: 'output', directory: '/opt/ml/model/runs/train' }]);
  expect(only(events, 'epoch')).toMatchObject([{ epoch: 3, parts: { box: 0.2, cls: 0.5, dfl: 0.9 } }]);
  expect(only(events, 'evaluation')).toMatchObject([{ epoch: 3, map50: 0.45 }]);
});

test('the settings are read as Windows prints them', () => {
  const settings =
    'task=detect, mode=train, epochs=70, patience=20, batch=8, imgsz=640, close_mosaic=10, cos_lr=False, data=data.yaml';
  for (const line of [`engine\\trainer: ${settings}\n`, `yolo\\engine\\trainer: ${settings}\n`]) {
    expect(runOf(line)).toMatchObject({
      trainer: { name: 'ultralytics' },
      plan: { epochs: 70, patience: 20, batch: 8 },
    });
  }
});

test('a row behind the bar of its validation is read, however many blanks are between them', () => {
  for (const blanks of [' ', ' '.repeat(19)]) {
    const log = `                 Class     Images  Instances      Box(P          R      mAP50  mAP50-95): 100%|██████████| 3/3 [00:02<00:00]${blanks}all         40         72        0.4        0.5       0.45        0.3\n`;
    expect(only(eventsOf(ultralytics, log), 'evaluation')).toMatchObject([{ map50: 0.45, map50To95: 0.3 }]);
  }
});

test('a class that two handlers print is one class', () => {
  const rows = ['all', 'cat', 'dog'].map(
    (name, index) =>
      `${name.padStart(22)}         40         72        0.${index + 4}        0.5       0.45        0.3\n`,
  );
  const events = eventsOf(ultralytics, rows.map((row) => row + row).join(''));
  expect(
    only(events, 'classes')
      .at(-1)
      ?.classes.map(({ name }) => name),
  ).toEqual(['cat', 'dog']);
});

test("YOLOv5's classification counts its epochs from 1, and only what it trained with is its loss", () => {
  const log = [
    'YOLOv5 🚀 v7.0-10-gabcdef1 Python-3.10.12 torch-2.0.1 CPU',
    'Logging results to runs/train-cls/exp',
    'Starting yolov5s-cls.pt training on pets dataset with 2 classes for 30 epochs...',
    '',
    '     Epoch   GPU_mem  train_loss    val_loss    top1_acc    top5_acc',
    '      1/30        0G         1.5                                    :  50%|█████     | 2/4 00:01\r      1/30        0G        1.25         1.4         0.5           1: 100%|██████████| 4/4 00:02',
    '      2/30        0G           1         1.2         0.6           1: 100%|██████████| 4/4 00:02',
    '',
  ].join('\n');
  const run = runOf(log);
  expect(run.trainer?.name).toBe('yolov5');
  expect(run.epochs).toEqual({ first: 1, last: 2, count: 2 });
  expect(run.plan.epochs).toBe(30);
  expect(run.loss).toMatchObject({ first: 1.25, last: 1 });
  expect(run.evaluations).toEqual([]);
});

test('the oldest layout of YOLOv3 has the sum of its losses, too', () => {
  const log = [
    '     Epoch   gpu_mem   GIoU/xy        wh       obj       cls     total   targets  img_size',
    '     0/272     2.50G       3.1         0       2.2       0.5       5.8        17       416: 100%|██████████| 20/20 [00:10<00:00,  2.00it/s]',
    '',
  ].join('\n');
  expect(only(eventsOf(yolov5, log), 'epoch')).toMatchObject([{ epoch: 1, loss: 5.8 }]);
  expect(runOf(log).trainer?.name).toBe('yolov5');
});

describe('where only stdout is left, and its blanks were taken off', () => {
  const header = 'Epoch    GPU_mem   box_loss   cls_loss   dfl_loss  Instances       Size\n';
  const row = (map: string) => `all         40         72        0.4        0.5       0.45${map.padStart(11)}\n`;
  const epochs = (log: string) =>
    only(eventsOf(ultralytics, log), 'evaluation').map(({ epoch, map50To95 }) => [epoch, map50To95]);

  test('each header begins an epoch', () => {
    expect(epochs(header + row('0.1') + header + row('0.2'))).toEqual([
      [1, 0.1],
      [2, 0.2],
    ]);
  });

  test('rows under one header are the next epochs, and a row that is there twice is one', () => {
    expect(epochs(header + row('0.1') + row('0.1') + row('0.2'))).toEqual([
      [1, 0.1],
      [1, 0.1],
      [2, 0.2],
    ]);
  });

  test('headers that two handlers print begin one epoch', () => {
    expect(epochs(`${header}${header}${row('0.1')}\n${header}${header}${row('0.2')}`)).toEqual([
      [1, 0.1],
      [2, 0.2],
    ]);
  });

  test('the validation of the best weights belongs to no epoch', () => {
    expect(epochs(`${header}${row('0.1')}Validating runs/detect/train/weights/best.pt...\n${row('0.3')}`)).toEqual([
      [1, 0.1],
    ]);
  });
});
