import { describe, expect, test } from 'vitest';
import { stateOf } from '../../../src/run/selectors.ts';
import { yolox } from '../../../src/trainers/yolox/yolox.ts';
import { loguruChain } from '../../support/trainers/crashes.ts';
import { inventionsOf } from '../../support/trainers/cutShort.ts';
import { eventsOf, fixture, installation, only, runOf, unexplainedOf } from '../../support/trainers/readText.ts';

const plain = fixture('yolox/plain.log');
const crash = fixture('yolox/crash.log');
const voc = fixture('yolox/voc-resumed.log');

describe.each([
  ['recorded', plain],
  ['crashed', crash],
  ['resumed', voc],
])('the %s log', (_name, log) => {
  test('is recognised, also after pip and warnings', () => {
    expect(runOf(Buffer.concat([Buffer.from(installation(300)), log])).trainer!.name).toBe('yolox');
  });

  test('has no line that is not explained, and says nothing when cut off that the whole does not say', () => {
    expect(unexplainedOf(yolox, log)).toEqual([]);
    expect(inventionsOf(yolox, log, 'yolox', 100)).toEqual([]);
  });
});

test('yields every iteration line, counted through all epochs', () => {
  const counted = Array.from(
    plain
      .toString()
      .matchAll(
        /epoch: (\d+)\/20, iter: (\d+)\/13, .* iter_time: ([\d.]+)s, .* total_loss: ([\d.]+), iou_loss: ([\d.]+), .* lr: (\S+), .* ETA: (\d):(\d\d):(\d\d)/g,
      ),
    (match) => match.slice(1).map(Number),
  );
  expect(counted).toHaveLength(40);
  expect(
    only(eventsOf(yolox, plain), 'iteration').map(
      ({ iteration, epoch, loss, parts, learningRate, seconds, remaining }) => [
        iteration,
        epoch,
        loss,
        parts!['iou'],
        learningRate,
        seconds,
        remaining,
      ],
    ),
  ).toEqual(
    counted.map(([epoch, iteration, seconds, total, iou, rate, hours, minutes, rest]) => [
      (epoch! - 1) * 13 + iteration!,
      epoch,
      total,
      iou,
      rate,
      seconds,
      hours! * 3600 + minutes! * 60 + rest!,
    ]),
  );
});

test('yields every COCO table as an evaluation at the end of its epoch', () => {
  const text = plain.toString();
  const of = (iou: string) =>
    Array.from(
      text.matchAll(new RegExp(`IoU=${iou} *\\| area=   all \\| maxDets=100 \\] = (\\S+)`, 'g')),
      ([, value]) => Number(value),
    );
  const evaluations = only(eventsOf(yolox, plain), 'evaluation');
  expect(evaluations.map(({ map50 }) => map50)).toEqual(of('0.50'));
  // The recalls have the same columns.
  expect(evaluations.map(({ map50To95 }) => map50To95)).toEqual(of('0.50:0.95').filter((_, index) => index % 2 === 0));
  expect(evaluations.map(({ epoch }) => epoch)).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 17, 18, 19, 20]);
  expect(evaluations.map(({ iteration }) => iteration! / 13)).toEqual(evaluations.map(({ epoch }) => epoch));
});

test('reads the plan from the table of the experiment', () => {
  expect(runOf(plain).plan).toMatchObject({
    iterations: 260,
    epochs: 20,
    warmUp: 13,
    schedule: 'cosine',
    closeMosaic: 16,
    batch: 16,
    checkpointEvery: 13,
  });
});

test('turns the classes from percent, and passes over their recalls', () => {
  expect(runOf(plain).classes.map(({ name, ap }) => [name, ap])).toEqual([
    ['square', 0.80973],
    ['circle', 0.80462],
    ['triangle', 0.76817],
  ]);
});

test('names every file it saves, though only the folder is printed', () => {
  const run = runOf(plain);
  expect(run.checkpoints.filter(({ role }) => role !== 'best')).toHaveLength(
    plain.toString().match(/Save weights to/g)!.length,
  );
  expect(run.checkpoints.slice(0, 5).map(({ path, at, role }) => [path.split('/').at(-1), at, role])).toEqual([
    ['latest_ckpt.pth', 13, 'last'],
    ['latest_ckpt.pth', 26, 'last'],
    ['last_epoch_ckpt.pth', 26, 'last'],
    ['epoch_2_ckpt.pth', 26, 'numbered'],
    ['latest_ckpt.pth', 39, 'last'],
  ]);
  expect(run.checkpoints.find(({ path }) => path.includes('last_mosaic'))).toMatchObject({ at: 195, role: 'numbered' });
  expect(run.checkpoints.findLast(({ role }) => role === 'best')).toMatchObject({ at: 260 });
});

test('marks the end of the mosaic, with which a loss is added', () => {
  expect(runOf(plain).regimes).toEqual([{ at: 196, label: 'mosaic closed, L1 loss added' }]);
});

test('a crash is shown as failed, whatever is said of the training being done', () => {
  const run = runOf(crash);
  expect(stateOf(run)).toBe('failed');
  expect(run.ended).toBe('interrupted');
  expect(run.faults).toEqual([
    {
      text: 'RuntimeError: CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 7.79 GiB total capacity)',
      fatal: true,
    },
  ]);
});

test('a training that follows a crash in the same log is not failed', () => {
  const run = runOf(Buffer.concat([crash, plain]));
  expect(stateOf(run)).toBe('ended');
  expect(run.iterations).toEqual({ first: 5, last: 257, count: 40 });
  expect(run.checkpoints[0]!.at).toBe(13);
});

test('a resume in the same log says from which iteration on it replaces', () => {
  const text = plain.toString();
  const again = text
    .replace('trainer:159 - init', "trainer:310 - loaded checkpoint 'True' (epoch 10)\n$&")
    .slice(0, text.indexOf('---> start train epoch1\n'));
  expect(only(eventsOf(yolox, text.slice(0, text.indexOf('start train epoch13')) + again), 'resumed')).toEqual([
    { type: 'resumed', at: 130 },
  ]);
});

test('reads a loss that is no number, and a day among the time left', () => {
  const second = only(eventsOf(yolox, crash), 'iteration')[1]!;
  expect(second.loss).toBeNaN();
  expect(second.parts!['iou']).toBeNaN();
  expect(second.remaining).toBe(24 * 3600 + 3600 + 58 * 60 + 38);
});

test('an evaluation by VOC rules is read with all of its digits, after a resume', () => {
  const run = runOf(voc);
  expect(only(eventsOf(yolox, voc), 'resumed')).toEqual([{ type: 'resumed', at: null }]);
  expect(run.evaluations.map(({ epoch, map50, map50To95 }) => [epoch, map50, map50To95])).toEqual([
    [2, 0.7123456789012345, 0.4567890123456789],
    [3, 0.8123456789012345, 0.5567890123456789],
  ]);
  // What the best was before is known only to the checkpoint.
  expect(run.checkpoints.some(({ role }) => role === 'best')).toBe(false);
  expect(run.ended).toBe('complete');
});

test('a VOC evaluation that older versions print without loguru is read, too', () => {
  const lines = [
    '2023-08-07 19:24:00 | INFO     | yolox.core.trainer:220 - ---> start train epoch300',
    'Writing crazing VOC results file',
    'Eval IoU : 0.50',
    'AP for crazing = 0.6082',
    'Mean AP = 0.8901',
    '~~~~~~~~',
    'Results:',
    '0.608',
    '--------------------------------------------------------------',
    'map_5095: 0.5424730153762637',
    'map_50: 0.890143085180931',
    '--------------------------------------------------------------',
    '2023-08-07 19:25:00 | INFO     | yolox.core.trainer:354 - ',
  ];
  expect(only(eventsOf(yolox, lines.join('\n')), 'evaluation')).toMatchObject([
    { epoch: 300, map50: 0.890143085180931, map50To95: 0.5424730153762637 },
  ]);
  expect(unexplainedOf(yolox, lines.join('\n'))).toEqual([]);
});

test('shows a crash that leaves with 0 as failed', () => {
  const log = plain.toString();
  const run = runOf(Buffer.from(log.slice(0, log.indexOf('epoch: 3/20')) + loguruChain));
  expect(run.trainer!.name).toBe('yolox');
  expect(stateOf(run)).toBe('failed');
  expect(run.faults.at(-1)!.text).toBe("RuntimeError: Error building extension 'fast_eval'");
  expect(run.iterations).toEqual({ first: 5, last: 23, count: 4 });
});

test('the best AP at the end is the only evaluation of a log whose tables went elsewhere', () => {
  const records = plain
    .toString()
    .split('\n')
    .filter((line) => /\| yolox\.core\.trainer:/.test(line) && !/mAP|Average/.test(line));
  const run = runOf(`${records.join('\n')}\n`);
  expect(run.evaluations.map(({ epoch, map50To95 }) => [epoch, map50To95])).toEqual([[run.epochs!.last, 0.7942]]);
  expect(runOf(plain).evaluations.length).toBeGreaterThan(5);
  expect(runOf(plain).best!.value).toBeCloseTo(0.794, 3);
});
