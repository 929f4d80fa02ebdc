import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readLog } from '../../src/monitor/readLog.ts';
import { centernet } from '../../src/trainers/centernet.ts';
import { inventionsOf } from '../support/trainers/cutShort.ts';
import { fixture, runOf, unexplainedOf } from '../support/trainers/readText.ts';

const bars = fixture('centernet/tiny-coco.log');
const printed = fixture('centernet/validation-with-prints.log');
const file = 'centernet/hardnet85-log.txt';

test('bars give the losses of an epoch, its validation and its plan', () => {
  const run = runOf(bars);
  expect(run.trainer!.name).toBe('centernet');
  expect(run.plan).toMatchObject({ epochs: 12, batch: 8, schedule: 'steps', steps: [8] });
  expect(run.epochs).toEqual({ first: 1, last: 6, count: 6 });
  expect(run.loss).toMatchObject({ first: 6.22, last: 1.22 });
  expect([...run.series.keys()]).toEqual(
    expect.arrayContaining(['loss/hm', 'loss/wh', 'loss/off', 'validationLoss', 'validation/hm']),
  );
  expect(run.checkpoints.at(-1)).toMatchObject({ path: 'exp/ctdet/coco_dla/model_last.pth', at: 6, role: 'last' });
});

test("its log.txt gives every epoch's loss, each fifth's validation, and the time", async () => {
  const { run } = await readLog(fileURLToPath(new URL(`../../fixtures/${file}`, import.meta.url)), {
    trainer: null,
    started: null,
  });
  const lines = fixture(file).toString().trim().split('\n');
  expect(run.trainer!.name).toBe('centernet');
  expect(run.epochs).toEqual({ first: 1, last: 300, count: lines.length });
  expect(run.loss).toMatchObject({ first: 7.875966, last: 1.22136 });
  const validated = lines.filter((line) => line.split('hm_loss').length === 3);
  expect(run.series.get('validationLoss')!.size).toBe(validated.length);
  expect(run.series.get('validation/hm')!.size).toBe(validated.length);
});

test.each([
  [
    'lines of --print_iter',
    'ctdet/coco_dla| train: [3][0/100]|Tot: 0:00:01 |ETA: 1 day, 2:33:00 |loss 2.0000 |hm_loss 1.5000 |Data 0.125s(0.125s) |Net 0.203s\n',
  ],
  [
    'CenterTrack, whose total is tot',
    'tracking/mot17 |###   | train: [3][0/100]|Tot: 0:00:01 |ETA: 0:33:00 |tot 2.0000 |hm 1.5000 |wh 7.3402 |Data 0.125s(0.125s) |Net 0.203s\n',
  ],
])('%s are read', (_what, line) => {
  const run = runOf(line);
  expect(run.trainer!.name).toBe('centernet');
  expect(run.batches).toMatchObject({ epoch: 3, done: 1, total: 100, loss: 2, parts: { hm: 1.5 } });
});

test('its advice is to test by hand: it measures no mAP while it trains', () => {
  expect(centernet.habits.toEvaluate).toContain('test.py');
});

test('prints of others among the bars cost nothing', () => {
  const run = runOf(printed);
  expect(run.trainer!.name).toBe('centernet');
  expect(run.epochs).toBeNull();
});

test('every line is explained, and none that is cut off tells what the whole does not', () => {
  expect(unexplainedOf(centernet, bars)).toEqual([]);
  expect(inventionsOf(centernet, bars)).toEqual([]);
});
