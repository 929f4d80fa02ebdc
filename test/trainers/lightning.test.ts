import { expect, test } from 'vitest';
import { lightning } from '../../src/trainers/lightning.ts';
import { inventionsOf } from '../support/trainers/cutShort.ts';
import { eventsOf, fixture, only, runOf, unexplainedOf } from '../support/trainers/readText.ts';

const second = fixture('lightning/fcos-2.2.log');
const early = fixture('lightning/retinanet-2.0-early-stop.log');
const first = fixture('lightning/detr-1.9-interrupted-nan.log');
const rich = fixture('lightning/rich-2.1.log');

/** What the last bar of each epoch shows, found by going through all of them. */
function lastBars(log: Buffer): Map<number, Record<string, number>> {
  const bars = new Map<number, Record<string, number>>();
  for (const [, epoch, metrics] of log.toString().matchAll(/Epoch (\d+): 100%[^\r\n]*it\/s, ([^\]]*)\]/g)) {
    const pairs = metrics!.split(', ').map((pair) => pair.split('='));
    bars.set(
      Number(epoch),
      Object.fromEntries(pairs.map(([name, value]) => [name, value === 'nan' ? Number.NaN : Number(value)])),
    );
  }
  return bars;
}

test('tells every epoch with the metrics that its last bar shows', () => {
  const counted = Array.from(lastBars(second), ([epoch, bar]) => [epoch + 1, bar['train_loss_epoch'], bar['val_loss']]);
  expect(counted).toHaveLength(6);
  const events = eventsOf(lightning, second);
  expect(only(events, 'epoch').map(({ epoch, loss, validationLoss }) => [epoch, loss, validationLoss])).toEqual(
    counted,
  );
  expect(only(events, 'evaluation').map(({ map50To95, map50 }) => [map50To95, map50])).toEqual(
    Array.from(lastBars(second).values(), (bar) => [bar['val_map'], bar['val_map_50']]),
  );
});

test('takes metrics that only stayed on the bar for no new evaluation', () => {
  const run = runOf(early);
  expect(run.epochs?.count).toBe(5);
  expect(run.evaluations.map(({ epoch }) => epoch)).toEqual([2, 4]);
  expect(run.ended).toBe('early-stop');
});

test('shows how far the epoch is, its saves and its end', () => {
  const events = eventsOf(lightning, second);
  expect(only(events, 'progress')[1]).toMatchObject({ epoch: 1, batch: 1, batches: 18 });
  expect(only(events, 'checkpoint')[0]).toMatchObject({
    path: '/home/user/lightning_logs/version_3/checkpoints/epoch=0-step=18.ckpt',
    at: 1,
    role: 'best',
  });
  expect(runOf(second).ended).toBe('complete');
  expect(runOf(first).ended).toBe('interrupted');
});

test('ends as interrupted by SIGTERM, which it announces', () => {
  const text = second.toString();
  const middle = text.slice(0, text.indexOf('Epoch 3:'));
  expect(runOf(middle).ended).toBeNull();
  expect(runOf(`${middle}\n[rank: 0] Received SIGTERM: 15\n`).ended).toBe('interrupted');
});

test('counts a loss that is no number once an epoch, and stops when the monitored metric is none', () => {
  expect(runOf(first).nonFinite).toEqual({ readings: 2, since: 3 });
  const line =
    'Monitored metric val_loss = nan is not finite. Previous best value was 0.812. Signaling Trainer to stop.\n';
  expect(runOf(Buffer.concat([second, Buffer.from(line)])).faults).toEqual([{ text: line.trim(), fatal: true }]);
});

test("reads Rich's bars, which say how many epochs are planned", () => {
  const run = runOf(rich);
  expect(run.plan.epochs).toBe(4);
  expect(run.epochs).toEqual({ first: 1, last: 4, count: 4 });
});

test.each([second, early, first, rich])('explains every line, and is honest wherever it is cut off', (log) => {
  expect(unexplainedOf(lightning, log)).toEqual([]);
  expect(inventionsOf(lightning, log)).toEqual([]);
});

test('reads bars that find no room for their metrics, or are drawn without a bar, and data of unknown length', () => {
  const narrow = Buffer.from(
    [
      'GPU available: True (cuda), used: True',
      'Epoch 0: 100%|█| 2/2 [00:00<00:00,  2.25it/s, v_num=1, train_loss_step=1.840]',
      'Epoch 1: 100%|█| 2/2 [00:01<00:00,  1.95it/s, v_num=1, train_loss_step=1.680,',
      'Epoch 2: 100% 2/2 [00:01<00:00,  1.95it/s, v_num=1, train_loss_step=1.580, val_loss=2.1',
      'Epoch 3: |          | 1/? [00:00<00:00,  8.00it/s, v_num=1, train_loss_step=1.100]',
      'Epoch 3: |          | 120/? [00:10<00:00,  8.00it/s, v_num=1, train_loss_step=1.000]',
      '`Trainer.fit` stopped: `max_epochs=4` reached.',
      '',
    ].join('\n'),
  );
  const told = only(eventsOf(lightning, narrow), 'epoch');
  expect(told.map(({ epoch, loss, validationLoss }) => [epoch, loss, validationLoss])).toEqual([
    [1, 1.84, null],
    [2, 1.68, null],
    [3, 1.58, null],
    [4, 1, null],
  ]);
  expect(unexplainedOf(lightning, narrow)).toEqual([]);
  expect(inventionsOf(lightning, narrow)).toEqual([]);
});

test('passes over the finished bar of a process that is behind, which begins no other training', () => {
  const bar = (epoch: number, done: number, map: string): string =>
    `Epoch ${epoch}: ${done * 25}%|███       | ${done}/4 [00:17<01:02,  4.47s/it, v_num=1, train_loss=1.500, val_map=${map}]`;
  const validation = 'Validation DataLoader 0: 100%|██████████| 5/5 [00:01<00:00,  5.00it/s]';
  const run = runOf(
    [
      'GPU available: True (cuda), used: True',
      validation,
      bar(0, 4, '0.100'),
      bar(1, 0, '0.100'),
      bar(0, 4, '0.100'),
      bar(1, 2, '0.100'),
      validation,
      bar(1, 4, '0.200'),
      bar(2, 0, '0.200'),
      '',
    ].join('\n'),
  );
  expect(run.epochs).toEqual({ first: 1, last: 2, count: 2 });
  expect(run.evaluations.map(({ epoch, map50To95 }) => [epoch, map50To95])).toEqual([
    [1, 0.1],
    [2, 0.2],
  ]);
});
