import { describe, expect, test } from 'vitest';
import { yolov5, yolov9 } from '../../../src/trainers/yolov5/yolov5.ts';
import { inventionsOf } from '../../support/trainers/cutShort.ts';
import { eventsOf, only, runOf, unexplainedOf } from '../../support/trainers/readText.ts';

/** How logs look after terminals, notebooks and forges had them in their hands. */

describe('YOLOv9 in a terminal of 80 columns, with warnings of a library in every bar', () => {
  const warning = 'libpng warning: iCCP: known incorrect sRGB profile';
  const epoch = (number: number, losses: readonly string[], map: string) =>
    [
      '      Epoch    GPU_mem   box_loss   cls_loss   dfl_loss  Instances       Size',
      `  0%|          | 0/525 00:00${warning}`,
      `      ${number}/49      13.4G     9.9999     9.9999        9.9         12        640:  ${warning}`,
      `      ${number}/49      13.4G     ${losses.join('     ')}         10        640: 1`,
      `                 Class     Images  Instances          P          R      mAP50   ${warning}`,
      '                 Class     Images  Instances          P          R      mAP50   ',
      `                   all        900       1150      0.978      0.958      0.988      ${map}`,
      '',
      '',
    ].join('\n');
  const log = `YOLO 🚀 v0.1-89-g93f1a28 Python-3.10.14 torch-2.2.0 CUDA:0 (Tesla T4, 14931MiB)\n\n${epoch(45, ['0.5390', '0.4837', '1.294'], '0.935')}${epoch(46, ['0.5324', '0.4791', '1.292'], '0.936')}`;

  test('yields the losses of the last bar of every epoch', () => {
    expect(only(eventsOf(yolov9, log), 'epoch').map(({ epoch: number, parts }) => [number, parts])).toEqual([
      [46, { box: 0.539, cls: 0.4837, dfl: 1.294 }],
      [47, { box: 0.5324, cls: 0.4791, dfl: 1.292 }],
    ]);
  });

  test('yields its evaluations, and the classes of the last', () => {
    const final = `50 epochs completed in 3.895 hours.\n\nValidating runs/train/exp/weights/best.pt...\n                   all        900       1150      0.975      0.966      0.988      0.939\n                   car        900        201      0.954      0.933      0.972      0.946\n            threewheel        900        227      0.996       0.98      0.995      0.957\n`;
    const run = runOf(log + final);
    expect(run.trainer!.name).toBe('yolov9');
    expect(run.evaluations.map(({ epoch: number, map50To95 }) => [number, map50To95])).toEqual([
      [46, 0.935],
      [47, 0.936],
    ]);
    expect(run.classes.map(({ name, ap }) => [name, ap])).toEqual([
      ['car', 0.946],
      ['threewheel', 0.957],
    ]);
  });

  test('says nothing when it is cut off that the whole does not say', () => {
    expect(inventionsOf(yolov9, Buffer.from(log), 'yolov9', 400)).toEqual([]);
  });
});

describe('YOLOv5 v4 from a notebook that was turned into text', () => {
  const log = `    Using torch 1.7.1+cu101 CUDA:0 (GeForce RTX 2080 Ti, 11019MB)
    
    Logging results to runs/train/exp17
    Starting training for 30 epochs...
    
         Epoch   gpu_mem       box       obj       cls     total   targets  img_size
         28/29    0.602G   0.03955    0.0839   0.01149    0.1349        72       320
                   Class      Images     Targets           P           R      mAP@.5
                     all          85         355       0.251        0.52       0.479       0.258
    
         Epoch   gpu_mem       box       obj       cls     total   targets  img_size
         29/29    0.602G   0.03866   0.08007   0.01051    0.1292        87       320
                   Class      Images     Targets           P           R      mAP@.5
                     all          85         355       0.284       0.514       0.483       0.229
    Optimizer stripped from runs/train/exp17/weights/last.pt, 14.7MB
    Optimizer stripped from runs/train/exp17/weights/best.pt, 14.7MB
    30 epochs completed in 0.072 hours.
`;

  test('is read like any other', () => {
    const run = runOf(log);
    expect(run.trainer!.name).toBe('yolov5');
    expect(run.loss).toEqual({ first: 0.1349, last: 0.1292, min: 0.1292 });
    expect(run.evaluations.map(({ epoch, map50, map50To95 }) => [epoch, map50, map50To95])).toEqual([
      [29, 0.479, 0.258],
      [30, 0.483, 0.229],
    ]);
    expect(run.ended).toBe('complete');
    expect(unexplainedOf(yolov5, log)).toEqual([]);
  });

  test('says nothing when it is cut off that the whole does not say', () => {
    expect(inventionsOf(yolov5, Buffer.from(log), 'yolov5', 400)).toEqual([]);
  });
});

test('a variant with wider columns and another loss is read by its header', () => {
  const log = `         Epoch       GPU_mem      box_loss      obj_loss      cls_loss landmark_loss     Instances          Size
       299/299         8.23G       0.05357       0.04102             0       0.06363           164           640: 100%|██████████| 805/805 01:38
                       Class        Images     Instances             P             R         mAP50      mAP50-95: 100%|██████████| 101/101 00:18
                         all          3226         39707         0.872         0.668         0.737         0.392
`;
  const events = eventsOf(yolov5, log);
  expect(only(events, 'epoch')).toMatchObject([
    { epoch: 300, seconds: 98, parts: { box: 0.05357, obj: 0.04102, cls: 0, landmark: 0.06363 } },
  ]);
  expect(only(events, 'evaluation')).toMatchObject([{ epoch: 300, precision: 0.872, map50To95: 0.392 }]);
});

test.each([
  ['YOLOv5  v6.1-11-g63ddb6f torch 1.10.2 CPU', '6.1-11-g63ddb6f'],
  ['YOLOv5 ðŸš€ v7.0-193-g485da42 Python-3.10.12 torch-2.0.1 CPU', '7.0-193-g485da42'],
  ['YOLOv5 v4.0-21-gb26a2f6 torch 1.7.1+cu110 CUDA:0 (Tesla T4, 15109MB)', '4.0-21-gb26a2f6'],
])('the banner %s is known without its emoji', (banner, version) => {
  expect(runOf(`${banner}\n`).trainer).toEqual({ name: 'yolov5', version });
});
