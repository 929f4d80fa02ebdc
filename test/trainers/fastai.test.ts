import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readLog } from '../../src/monitor/readLog.ts';
import type { Run } from '../../src/run/run.ts';
import { fastai } from '../../src/trainers/fastai.ts';
import { inventionsOf } from '../support/trainers/cutShort.ts';
import { fixture, runOf, unexplainedOf } from '../support/trainers/readText.ts';

const log = fixture('fastai/efficientdet-console.log');

async function runIn(file: string): Promise<Run> {
  const path = fileURLToPath(new URL(`../../fixtures/fastai/${file}`, import.meta.url));
  return (await readLog(path, { trainer: null, started: null })).run;
}

test("the table of a terminal gives losses, IceVision's mAP and time, its bars the plan", () => {
  const rows = Array.from(log.toString().matchAll(/(?:^|\r)(\d+) +([\d.]+) +([\d.]+) +([\d.]+) +00:\d\d/gm));
  const run = runOf(log);
  expect(run.trainer!.name).toBe('fastai');
  expect(rows).toHaveLength(12);
  expect(run.epochs).toEqual({ first: 1, last: 12, count: 12 });
  expect(run.plan.epochs).toBe(20);
  expect(run.loss).toMatchObject({ first: Number(rows[0]![2]), last: Number(rows.at(-1)![2]) });
  expect(run.evaluations.map(({ epoch, map50, map50To95 }) => [epoch, map50, map50To95])).toEqual(
    rows.map(([, epoch, , , map]) => [Number(epoch) + 1, null, Number(map)]),
  );
  expect(run.checkpoints.length).toBeGreaterThan(3);
});

test('a second table, as fine_tune draws it, is another training; one that begins with 1 is 1-based', () => {
  const heading = 'epoch     train_loss  valid_loss  time\n';
  const run = runOf(
    `${heading}0         2.5         2.4         00:12\n${heading}0         1.5         1.4         00:12\n`,
  );
  expect(run.epochs).toEqual({ first: 1, last: 1, count: 1 });
  expect(runOf(`${heading}1         2.5         2.4         00:12\n\n`).epochs).toMatchObject({ first: 1, last: 1 });
});

test('early stopping and a last row of the plan end it', () => {
  const table = 'epoch     train_loss  valid_loss  time\n0         2.5         2.4         00:12\n';
  expect(runOf(`${table}No improvement since epoch 0: early stopping\n\n`).ended).toBe('early-stop');
  expect(runOf(`${table.replace('\n', '\nEpoch 1/1 : |██| 100.00% [3/3 00:21<00:00 0.64]\r')}\n`).ended).toBe(
    'complete',
  );
});

test('history.csv is read with its mAP', async () => {
  const run = await runIn('history.csv');
  expect(run.trainer!.name).toBe('fastai');
  expect(run.evaluations[0]).toMatchObject({ epoch: 1, map50To95: 0.000069 });
});

test('the table of a notebook is read as the lines of a terminal', async () => {
  const run = await runIn('icevision-efficientdet.ipynb');
  expect(run.trainer!.name).toBe('fastai');
  expect(run.evaluations).toHaveLength(run.epochs!.count);
  expect(run.best).toMatchObject({ metric: 'map50To95' });
});

test('every line is explained, and none that is cut off tells what the whole does not', () => {
  expect(unexplainedOf(fastai, log)).toEqual([]);
  expect(inventionsOf(fastai, log)).toEqual([]);
});
