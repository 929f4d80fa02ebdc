import { expect, test } from 'vitest';
import { maskrcnnBenchmark, ssd } from '../../src/trainers/maskrcnnBenchmark.ts';
import { inventionsOf } from '../support/trainers/cutShort.ts';
import { fixture, runOf, unexplainedOf } from '../support/trainers/readText.ts';

const fcos = fixture('maskrcnn-benchmark/fcos.log');
const first = fixture('ssd/vgg-2018.log');
const single = fixture('ssd/resnet18-ssd512.log');
const whole = fixture('ssd/vgg-ssd300-voc0712.log');

test('the lines of maskrcnn-benchmark give loss, parts, learning rate, speed and what is left', () => {
  const run = runOf(fcos);
  expect(run.trainer!.name).toBe('maskrcnn-benchmark');
  expect(run.iterations).toEqual({ first: 20, last: 80, count: 4 });
  expect(run.loss).toMatchObject({ first: 2.3235, last: 1.4121 });
  expect([run.learningRate, run.secondsPerIteration]).toEqual([0.000833, 0.6501]);
  expect(run.remaining).toBe(5 * 86_400 + 17 * 3600 + 30 * 60 + 20);
  expect([...run.series.keys()]).toEqual(expect.arrayContaining(['loss/cls', 'loss/reg', 'loss/centerness']));
});

test('its evaluation, its saves and its end are read', () => {
  const at = '2019-05-31 08:00:00,000 maskrcnn_benchmark';
  const run = runOf(
    `${fcos.toString()}${at}.inference INFO: OrderedDict([('bbox', OrderedDict([('AP', 0.3744), ('AP50', 0.5887), ('AP75', 0.4)])), ('segm', OrderedDict([('AP', 0.9)]))])\n${at}.utils.checkpoint INFO: Saving checkpoint to out/model_0000080.pth\n${at}.trainer INFO: Total training time: 0:01:00 (0.7 s / it)\n`,
  );
  expect(run.evaluations).toMatchObject([{ iteration: 80, map50: 0.5887, map50To95: 0.3744 }]);
  expect(run.checkpoints).toMatchObject([{ path: 'out/model_0000080.pth', at: 80, role: 'numbered' }]);
  expect(run.ended).toBe('complete');
});

test("lufficc's SSD is read with the plan of its configuration", () => {
  const run = runOf(single);
  expect(run.trainer!.name).toBe('ssd');
  expect(run.iterations).toEqual({ first: 10, last: 30, count: 3 });
  expect(run.loss).toMatchObject({ first: 29.709, last: 15.654 });
  expect(run.plan).toMatchObject({ iterations: 120_000, steps: [80_000, 100_000], schedule: 'steps' });
  expect(run.learningRate).toBe(0.00037);
  const voc = runOf(`${single.toString()}2019-10-07 14:00:00,000 SSD.inference INFO: mAP: 0.7712\n`);
  expect(voc.evaluations).toMatchObject([{ iteration: 30, map50: 0.7712, map50To95: null }]);
});

test.each([
  ['anew, replaces the one before', 'No checkpoint found.', { first: 50, last: 50, count: 1 }],
  ['from a checkpoint, goes on', 'Loading checkpoint from out/model_000030.pth', { first: 10, last: 50, count: 4 }],
])('a training that is started again %s', (_what, word, iterations) => {
  const at = '2019-10-07 14:00:00,000 SSD.trainer INFO: ';
  const line = `${at}iter: 000050, lr: 0.00039, total_loss: 9.500 (9.500), time: 0.743 (0.743), eta: 1 day, 21:45:14\n`;
  expect(runOf(`${single.toString()}${at}${word}\n${at}Start training ...\n${line}`).iterations).toEqual(iterations);
});

test("lufficc's SSD is read in its first form", () => {
  const run = runOf(first);
  expect(run.trainer!.name).toBe('ssd');
  expect(run.iterations).toEqual({ first: 10, last: 70, count: 4 });
  expect(run.loss).toMatchObject({ first: 16.11, last: 9.304 });
  expect([run.learningRate, run.remaining]).toEqual([0.00085, 10 * 3600 + 8 * 60 + 50]);
});

test("a whole training of lufficc's SSD has its evaluations, its saves and its end", () => {
  const run = runOf(whole);
  expect(run.plan).toMatchObject({ iterations: 120_000, steps: [80_000, 100_000] });
  expect(run.iterations).toEqual({ first: 10, last: 120_000, count: 8 });
  expect(run.evaluations).toMatchObject([
    { iteration: 2500, map50: 0.3684 },
    { iteration: 120_000, map50: 0.7813 },
  ]);
  expect(run.checkpoints.map(({ at, role }) => [at, role])).toEqual([
    [2500, 'numbered'],
    [120_000, 'numbered'],
    [120_000, 'final'],
  ]);
  expect(run.ended).toBe('complete');
});

test.each([
  [maskrcnnBenchmark, fcos],
  [ssd, single],
  [ssd, whole],
  [ssd, first],
] as const)('every line is explained, and none that is cut off tells what the whole does not', (trainer, log) => {
  expect(unexplainedOf(trainer, log)).toEqual([]);
  expect(inventionsOf(trainer, log)).toEqual([]);
});
