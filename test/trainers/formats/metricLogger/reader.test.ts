import { describe, expect, test } from 'vitest';
import { deim } from '../../../../src/trainers/deim.ts';
import { detr } from '../../../../src/trainers/detr.ts';
import { dfine } from '../../../../src/trainers/dfine.ts';
import { lwdetr } from '../../../../src/trainers/lwdetr.ts';
import { rfdetr } from '../../../../src/trainers/rfdetr.ts';
import { torchvision } from '../../../../src/trainers/torchvision.ts';
import { inventionsOf } from '../../../support/trainers/cutShort.ts';
import { eventsOf, fixture, only, runOf, unexplainedOf } from '../../../support/trainers/readText.ts';

const logs = [
  { trainer: torchvision, log: fixture('torchvision/unbuffered.log'), lines: 12, tables: 3 },
  { trainer: detr, log: fixture('detr/detr-r50.log'), lines: 36, tables: 4 },
  { trainer: dfine, log: fixture('d-fine/dfine-s-custom.log'), lines: 20, tables: 5 },
  { trainer: deim, log: fixture('deim/hgnetv2-m.log'), lines: 7, tables: 3 },
  { trainer: lwdetr, log: fixture('lw-detr/tiny.log'), lines: 15, tables: 6 },
  { trainer: rfdetr, log: fixture('rf-detr/rf-detr-base-1.2-early-stop.log'), lines: 35, tables: 14 },
] as const;
const nan = fixture('torchvision/nan.log');

describe.each(logs)('$trainer.title', ({ trainer, log, lines, tables }) => {
  test('yields every training line: the median loss at the global, 1-based iteration', () => {
    const counted = Array.from(
      log.toString().matchAll(/^Epoch: \[(\d+)\] +\[ *(\d+)\/(\d+)\].*? lr: (\S+) .*? loss: (\S+) \(/gm),
      ([, epoch, step, length, rate, loss]) => [
        Number(epoch) * Number(length) + Number(step) + 1,
        Number(epoch) + 1,
        Number(rate),
        Number(loss),
      ],
    );
    expect(counted).toHaveLength(lines);
    const read = only(eventsOf(trainer, log), 'iteration');
    expect(read.map(({ iteration, epoch, learningRate, loss }) => [iteration, epoch, learningRate, loss])).toEqual(
      counted,
    );
    expect(read.every(({ seconds }) => seconds !== null && seconds > 0)).toBe(true);
  });

  test('yields every COCO table of the training', () => {
    const counted = Array.from(
      log.toString().matchAll(/IoU=0\.50:0\.95 \| area= {3}all \| maxDets=100 \] = (\S+)\n.*IoU=0\.50 .* = (\S+)$/gm),
      ([, map, map50]) => [Number(map), Number(map50)],
    ).slice(0, tables);
    const read = only(eventsOf(trainer, log), 'evaluation');
    expect(read.map(({ map50To95, map50 }) => [map50To95, map50])).toEqual(counted);
  });

  test('is recognised as what it is', () => {
    expect(runOf(log).trainer?.name).toBe(trainer.names[0]);
  });

  test('has every line explained', () => {
    expect(
      unexplainedOf(trainer, log).filter(
        (text) => !/positional encodings|Unable to initialize|fatal: not a git/.test(text),
      ),
    ).toEqual([]);
  });

  test('tells nothing that the whole log does not, wherever it is cut off', () => {
    expect(inventionsOf(trainer, log)).toEqual([]);
  });
});

test('ends with the line that tells the training time, and not before', () => {
  const { log } = logs[1];
  expect(runOf(log).ended).toBe('complete');
  expect(runOf(log.subarray(0, log.lastIndexOf('Training time'))).ended).toBeNull();
});

test('puts the epochs of the options into iterations', () => {
  expect(runOf(logs[1].log).plan).toMatchObject({ epochs: 4, iterations: 300, batch: 2 });
  expect(runOf(logs[2].log).plan).toMatchObject({ epochs: 5, iterations: 1250, batch: 32 });
});

test('reads the loss on the validation set where one is measured', () => {
  const counted = Array.from(
    logs[1].log.toString().matchAll(/^Test: Total.*\nAveraged stats:.*? loss: \S+ \(([^)]+)\)/gm),
    ([, mean]) => Number(mean),
  );
  expect(counted).toHaveLength(4);
  expect(only(eventsOf(detr, logs[1].log), 'epoch').map(({ validationLoss }) => validationLoss)).toEqual(counted);
  expect(only(eventsOf(torchvision, logs[0].log), 'epoch')).toEqual([]);
});

test('keeps its own best when D-FINE forgets its own, and marks where weights were reset', () => {
  const run = runOf(logs[2].log);
  expect(run.regimes.map(({ label }) => label)).toEqual(['EMA refreshed', 'EMA refreshed']);
  expect(run.best?.value).toBe(Math.max(...run.evaluations.map(({ map50To95 }) => map50To95!)));
});

test('takes the test after an early stop of RF-DETR for no evaluation', () => {
  const run = runOf(fixture('rf-detr/rf-detr-base-1.2-early-stop.log'));
  expect(run.ended).toBe('early-stop');
  expect(run.plan).toMatchObject({ epochs: 50, patience: 3 });
  expect(run.evaluations.at(-1)?.map50To95).not.toBe(0.111);
});

test('fails when the loss is no number', () => {
  const run = runOf(nan);
  expect(run.faults).toEqual([{ text: 'Loss is nan, stopping training', fatal: true }]);
  expect(run.iterations).toEqual({ first: 1, last: 1, count: 1 });
});

test.each([
  [
    'Epoch: [0/132]  [ 100/7393]  eta: 1 day, 0:44:26  lr: 0.000250  loss: 29.1 (30.2)  loss_fgl: 1.2 (1.3)  time: 0.3331  data: 0.0101  max mem: 9000',
    101,
  ],
  [
    'Epoch: [3]  [  0/60]  eta: 0:01:18  lr: 0.000090  loss: nan (nan)  loss_classifier: nan (nan)  time: 1.3048  data: 0.3001  max mem: 2161',
    181,
  ],
])('reads %s', (line, iteration) => {
  expect(runOf(`${line}\n`).iterations?.last).toBe(iteration);
});

test("reads RF-DETR through its logger, COCO tables included, and Lightning's bars since 1.5", () => {
  const text = fixture('rf-detr/rf-detr-base-1.2-early-stop.log').toString();
  const logged = text.replaceAll(/^(?=Early| Average|Epoch)/gm, '[2026-03-20 02:28:48] [INFO] rf-detr - ');
  const { trainer: _trainer, lines: _lines, unexplained: _unexplained, ...run } = runOf(logged);
  expect(run).toMatchObject({
    evaluations: runOf(text).evaluations,
    iterations: runOf(text).iterations,
    ended: 'early-stop',
  });
  const bar =
    'Epoch 0: 100%|##########| 18/18 [00:17<00:00,  1.03it/s, v_num=0, train/loss=5.250, val/mAP_50_95=0.412, val/mAP_50=0.613]';
  const fifth = `[2026-03-20 02:28:48] [INFO] rf-detr - Using patch size 12\nValidation DataLoader 0: 100%|##########| 5/5 [00:01<00:00,  4.00it/s]\n${bar}\n\`Trainer.fit\` stopped: \`max_epochs=1\` reached.\n`;
  expect(runOf(fifth)).toMatchObject({
    trainer: { name: 'rf-detr' },
    epochs: { last: 1 },
    best: { value: 0.412 },
    ended: 'complete',
  });
});

test('tells RF-DETR from DETR by the losses of its decoder, which has fewer layers', () => {
  const line = (losses: string): string =>
    `Epoch: [0]  [20/37]  eta: 0:01:13  lr: 0.000100  class_error: 21.42  loss: 8.2008 (10.3066)  ${losses}  time: 3.9890  data: 0.0297  max mem: 6825\n`;
  const few =
    'loss_ce: 0.8422 (0.8087)  loss_ce_0: 0.8397 (0.8239)  loss_ce_1: 0.8391 (0.8108)  loss_ce_enc: 0.7691 (0.7782)';
  const many = `${few}  loss_ce_2: 0.8391 (0.8108)  loss_ce_3: 0.8391 (0.8108)  loss_ce_4: 0.8391 (0.8108)`;
  expect(runOf(line(few)).trainer?.name).toBe('rf-detr');
  expect(runOf(line(many)).trainer?.name).toBe('detr');
});

test("reads DINO's logger, which puts a clock before its lines and none before pycocotools'", () => {
  const run = runOf(
    [
      '[05/10 12:34:56.789]: Command: main.py --output_dir logs/DINO',
      '[05/10 12:35:56.789]: Epoch: [0]  [   0/59]  eta: 2 days, 4:12:34  lr: 0.000100  loss: 38.1234 (38.1234)  loss_ce: 0.9 (0.9)  loss_ce_dn: 0.5 (0.5)  time: 3.1812  data: 0.9  max mem: 12000',
      '[05/10 12:36:56.789]: Epoch: [0]  [  58/59]  eta: 0:00:00  lr: 0.000100  loss: 37.1234 (37.9234)  loss_ce: 0.9 (0.9)  loss_ce_dn: 0.5 (0.5)  time: 1.1812  data: 0.0  max mem: 12000',
      'IoU metric: bbox',
      ' Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.250',
      ' Average Precision  (AP) @[ IoU=0.50      | area=   all | maxDets=100 ] = 0.500',
      ' Average Recall     (AR) @[ IoU=0.50:0.95 | area= large | maxDets=100 ] = 0.600',
      '',
    ].join('\n'),
  );
  expect(run.trainer?.name).toBe('detr');
  expect(run.iterations).toEqual({ first: 1, last: 59, count: 2 });
  expect(run.evaluations).toMatchObject([{ epoch: 1, map50: 0.5, map50To95: 0.25 }]);
});

test('finds out that it is D-FINE when the line that showed its logger was cut off before its losses', () => {
  const line = (step: number): string =>
    `Epoch: [0/12]  [${step}/37]  eta: 0:01:13  lr: 0.000100  loss: 8.2008 (10.3066)  loss_vfl: 0.8422 (0.8087)  loss_fgl: 0.8391 (0.8108)  time: 3.9890  data: 0.0297  max mem: 6825\n`;
  const cut = line(10).slice(0, line(10).indexOf('  loss_vfl'));
  const run = runOf(`${cut}\n${line(20)}`);
  expect(run.trainer?.name).toBe('d-fine');
  expect(run.iterations).toEqual({ first: 11, last: 21, count: 2 });
});
