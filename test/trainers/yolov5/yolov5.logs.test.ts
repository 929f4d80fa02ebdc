import { describe, expect, test } from 'vitest';
import type { Trainer } from '../../../src/trainers/trainer.ts';
import { yolor, yolov5, yolov7, yolov9 } from '../../../src/trainers/yolov5/yolov5.ts';
import { inventionsOf } from '../../support/trainers/cutShort.ts';
import { eventsOf, fixture, installation, only, runOf, unexplainedOf } from '../../support/trainers/readText.ts';

const logs: readonly { path: string; trainer: Trainer; name: string; epochs: number; evaluations: number }[] = [
  { path: 'yolov5/master-curve.log', trainer: yolov5, name: 'yolov5', epochs: 15, evaluations: 15 },
  { path: 'yolov5/v3.log', trainer: yolov5, name: 'yolov5', epochs: 3, evaluations: 3 },
  { path: 'yolov5/v6.2-patience.log', trainer: yolov5, name: 'yolov5', epochs: 4, evaluations: 4 },
  { path: 'yolov7/train.log', trainer: yolov7, name: 'yolov7', epochs: 4, evaluations: 4 },
  { path: 'yolor/train.log', trainer: yolor, name: 'yolor', epochs: 4, evaluations: 2 },
  { path: 'yolov9/train-dual.log', trainer: yolov9, name: 'yolov9', epochs: 2, evaluations: 2 },
];

describe.each(logs)('the log $path', ({ path, trainer, name, epochs, evaluations }) => {
  const log = fixture(path);
  const run = runOf(log);

  test('is recognised, also after pip and warnings', () => {
    expect(run.trainer!.name).toBe(name);
    expect(runOf(Buffer.concat([Buffer.from(installation(300)), log])).trainer!.name).toBe(name);
  });

  test('yields every epoch and evaluation', () => {
    expect(run.epochs).toEqual({ first: 1, last: epochs, count: epochs });
    expect(run.evaluations).toHaveLength(evaluations);
  });

  test('has no line that is not explained', () => {
    expect(unexplainedOf(trainer, log, name)).toEqual([]);
  });

  test('says nothing when it is cut off that the whole does not say', () => {
    expect(inventionsOf(trainer, log, name, 100)).toEqual([]);
  });
});

test('the recorded log yields what a plain script counts', () => {
  const log = fixture('yolov5/master-curve.log');
  const training = log.toString().split('epochs completed')[0]!;
  const bars = Array.from(training.matchAll(/(\d+)\/14 +0G +(\S+) +(\S+) +(\S+) +\d+ +96: 100%[^\r\n]*\n/g), (bar) =>
    bar.slice(1).map(Number),
  );
  const rows = Array.from(training.matchAll(/^ +all +50 +83 +(\S+) +(\S+) +(\S+) +(\S+)$/gm), (row) =>
    row.slice(1).map(Number),
  );
  const events = eventsOf(yolov5, log);
  expect(bars).toHaveLength(15);
  expect(
    only(events, 'epoch').map(({ epoch, parts }) => [epoch - 1, parts!['box'], parts!['obj'], parts!['cls']]),
  ).toEqual(bars);
  expect(
    only(events, 'evaluation').map(({ precision, recall, map50, map50To95 }) => [precision, recall, map50, map50To95]),
  ).toEqual(rows);
  expect(only(events, 'evaluation').map(({ epoch }) => epoch)).toEqual(rows.map((_, index) => index + 1));
});

test('v3 counts images as 5e+03 and sums its losses itself', () => {
  const run = runOf(fixture('yolov5/v3.log'));
  expect(run.loss).toEqual({ first: 0.13, last: 0.15, min: 0.13 });
  expect(run.evaluations.map(({ epoch, map50 }) => [epoch, map50])).toEqual([
    [1, 0.4],
    [2, 0.41],
    [3, 0.42],
  ]);
  expect(Array.from(run.series.keys())).toContain('loss/giou');
  expect(run.plan).toMatchObject({ epochs: 3, batch: 16, warmUp: 3 });
});

test('v6.2 stops early, and counts the best epoch it names from nought', () => {
  const run = runOf(fixture('yolov5/v6.2-patience.log'));
  expect(run.ended).toBe('early-stop');
  expect(run.plan).toMatchObject({ epochs: 300, patience: 1, schedule: 'cosine', batch: 16, warmUp: 13 });
  expect(run.checkpoints.findLast(({ role }) => role === 'best')).toMatchObject({
    path: 'runs/train/exp/weights/best.pt',
    at: 2,
  });
  expect(run.checkpoints.filter(({ role }) => role === 'numbered').map(({ path, at }) => [path, at])).toEqual([
    ['runs/train/exp/weights/epoch0.pt', 1],
    ['runs/train/exp/weights/epoch2.pt', 3],
  ]);
  expect(run.classes.map(({ name, ap }) => [name, ap])).toEqual([
    ['person', 0.5],
    ['hair drier', 0.02],
  ]);
});

test('rows of YOLOv7 that come late through their own buffer go to the epoch they belong to', () => {
  const run = runOf(fixture('yolov7/train.log'));
  expect(run.evaluations.map(({ epoch, map50, precision }) => [epoch, map50, precision])).toEqual([
    [1, 0.005, 0.7],
    [2, 0.006, 0.71],
    [3, 0.007, 0.72],
    [4, 0.008, 0.73],
  ]);
  expect(run.best!.at).toBe(4);
});

test('rows of YOLOv7 that all come at the end do so, too', () => {
  const log = fixture('yolov7/train.log').toString();
  const rows = log.match(/^ +all .*\n/gm)!;
  const late = log.replace(/^ +all .*\n/gm, '') + rows.join('');
  expect(runOf(late).evaluations.map(({ epoch, map50 }) => [epoch, map50])).toEqual([
    [1, 0.005],
    [2, 0.006],
    [3, 0.007],
    [4, 0.008],
  ]);
});

test('the warm-up is a thousand iterations at least where the bar has a sum, else a hundred', () => {
  expect(runOf(fixture('yolov5/v3.log')).plan.warmUp).toBe(3);
  expect(runOf(fixture('yolov7/train.log')).plan.warmUp).toBe(34);
  expect(runOf(fixture('yolov5/master-curve.log')).plan.warmUp).toBe(8);
});

test('YOLOv7 keeps milestones: the first epoch, every 25th and the last five', () => {
  const numbered = runOf(fixture('yolov7/train.log')).checkpoints.filter(({ role }) => role === 'numbered');
  expect(numbered.map(({ path, at }) => [path.split('/').at(-1), at])).toEqual([
    ['epoch_000.pt', 1],
    ['epoch_001.pt', 2],
    ['epoch_002.pt', 3],
    ['epoch_003.pt', 4],
  ]);
});

test('YOLOR does not validate its first epochs', () => {
  expect(runOf(fixture('yolor/train.log')).evaluations.map(({ epoch, map50 }) => [epoch, map50])).toEqual([
    [3, 0.007],
    [4, 0.008],
  ]);
});

test('a banner of YOLOR over targets is YOLOR, over labels YOLOv7', () => {
  const banner = 'YOLOR 🚀 v0.1-112-g55b90e1 torch 1.12.1+cu113 CUDA:0 (Tesla T4, 15109.75MB)\n\n';
  const header = (third: string) =>
    `     Epoch   gpu_mem       box       obj       cls     total  ${third}  img_size\n`;
  expect(runOf(banner + header(' labels')).trainer!.name).toBe('yolov7');
  expect(runOf(banner + header('targets')).trainer!.name).toBe('yolor');
});

test('YOLOv9 has the layout of YOLOv5 v7.0 and other losses', () => {
  const run = runOf(fixture('yolov9/train-dual.log'));
  expect(run.trainer).toEqual({ name: 'yolov9', version: '0.1-61-g3e32db8' });
  expect(Array.from(run.series.keys())).toContain('loss/dfl');
  expect(run.plan).toMatchObject({ epochs: 500, closeMosaic: 486, schedule: 'linear' });
  expect(run.series.get('seconds')!.y[0]).toBe(83);
});

test('a resume of v7.0 says how many epochs were done, one of YOLOv7 does not', () => {
  const resumed = (text: string) => only(eventsOf(yolov5, `${text}\n`), 'resumed');
  expect(resumed('Resuming training from runs/train/exp/weights/last.pt from epoch 40 to 300 total epochs')).toEqual([
    { type: 'resumed', at: 40 },
  ]);
  expect(resumed('Resuming training from runs/train/exp/weights/last.pt')).toEqual([{ type: 'resumed', at: null }]);
});
