import { expect, test } from 'vitest';
import { efficientdet } from '../../src/trainers/efficientdet.ts';
import { inventionsOf } from '../support/trainers/cutShort.ts';
import { eventsOf, fixture, only, runOf, unexplainedOf } from '../support/trainers/readText.ts';

const log = fixture('efficientdet/zylo117-d0-early-stop.log');

test('yields every step once, although its bar is drawn twice', () => {
  const counted = new Map(
    Array.from(
      log.toString().matchAll(/Step: (\d+)\. Epoch: (\d+)\/.*?Total loss: ([\d.]+):/g),
      ([, step, epoch, loss]) => [Number(step) + 1, [Number(epoch) + 1, Number(loss)]],
    ),
  );
  expect(counted.size).toBe(425);
  const read = only(eventsOf(efficientdet, log), 'iteration');
  expect(read.map(({ iteration, epoch, loss }) => [iteration, [epoch, loss]])).toEqual([...counted]);
});

test('yields the loss of every validation', () => {
  const counted = Array.from(
    log.toString().matchAll(/^Val\. Epoch: (\d+).* Total loss: (\S+)$/gm),
    ([, epoch, loss]) => [Number(epoch) + 1, Number(loss)],
  );
  expect(counted).toHaveLength(6);
  expect(
    only(eventsOf(efficientdet, log), 'epoch').map(({ epoch, validationLoss }) => [epoch, validationLoss]),
  ).toEqual(counted);
});

test('does not take an error in a batch, which the training goes on after, for its end', () => {
  const run = runOf(log);
  const [fault] = run.faults;
  expect(fault?.text).toMatch(/^RuntimeError: CUDA out of memory\./);
  expect(fault?.fatal).toBe(false);
  expect(run.faults).toHaveLength(1);
  expect(run.regimes.map(({ label }) => label)).toEqual(['learning rate reduced']);
  expect(run.ended).toBe('early-stop');
  const fatal = 'Traceback (most recent call last):\n  File "train.py", line 1, in <module>\nRuntimeError: gone\n';
  expect(runOf(Buffer.concat([log, Buffer.from(fatal)])).faults.at(-1)).toEqual({
    text: 'RuntimeError: gone',
    fatal: true,
  });
});

test('tells its saves by what their name holds', () => {
  expect(runOf(log).checkpoints.map(({ path, at }) => [path, at])).toEqual([
    ['efficientdet-d*_1_100.pth', 100],
    ['efficientdet-d*_2_200.pth', 200],
    ['efficientdet-d*_4_300.pth', 300],
    ['efficientdet-d*_5_400.pth', 400],
  ]);
});

test('explains every line, and is honest wherever it is cut off', () => {
  expect(unexplainedOf(efficientdet, log)).toEqual([
    'CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 10.76 GiB total capacity)',
  ]);
  expect(inventionsOf(efficientdet, log)).toEqual([]);
});

test('reads what is left where the bars were not kept', () => {
  const run = runOf(
    [
      'checkpoint...',
      'Val. Epoch: 24/400. Classification loss: 0.23966. Regression loss: 1.83051. Total loss: 2.07017',
      'checkpoint...',
      'Val. Epoch: 25/400. Classification loss: 0.21478. Regression loss: 1.81346. Total loss: 2.02824',
      '',
    ].join('\n'),
  );
  expect(run.trainer?.name).toBe('efficientdet');
  expect(run.epochs).toEqual({ first: 25, last: 26, count: 2 });
});
