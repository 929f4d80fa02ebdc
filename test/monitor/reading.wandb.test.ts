import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { circumstancesOf } from '../../src/monitor/circumstances.ts';
import { openMonitor } from '../../src/monitor/openMonitor.ts';
import { createReading } from '../../src/monitor/reading.ts';
import { readLog } from '../../src/monitor/readLog.ts';
import type { Run } from '../../src/run/run.ts';
import { recentPoints } from '../../src/run/series.ts';
import { watchedFile } from '../../src/sources/watchedFile.ts';
import { watchFile } from '../../src/sources/watchedHere.ts';
import { freshFolder } from '../support/log/mlflowDatabase.ts';
import { record, wandbFile } from '../support/log/wandbFile.ts';
import { soon } from '../support/soon.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
const withConsole = fixture('wandb/ultralytics-8.3.241.wandb');
const withoutConsole = fixture('wandb/failed-without-console.wandb');

const runOf = async (path: string) => (await readLog(path, { trainer: null, started: null })).run;

/** Columns of the table that the recorded training wrote. */
function column(name: string): number[] {
  const [heading, ...rows] = readFileSync(fixture('ultralytics/8.3.241-curve.results.csv'), 'utf8').trim().split('\n');
  const at = heading!.split(',').findIndex((cell) => cell.trim() === name);
  return rows.map((row) => Number(row.split(',')[at]));
}

function values(run: Run, name: string): number[] {
  return Array.from(recentPoints(run.series.get(name)!).y);
}

function runOfRecords(records: readonly Buffer[]): Run {
  const reading = createReading();
  reading.push(wandbFile(records), null);
  reading.end();
  return reading.run;
}

describe('a W&B file with a console in it', () => {
  test('is read as the program of the console, with the exact figures of the history, each counted once', async () => {
    const run = await runOf(withConsole);
    expect(run.trainer).toEqual({ name: 'ultralytics', version: '8.3.241' });
    expect(run.epochs).toEqual({ first: 1, last: 40, count: 40 });
    expect(run.evaluations.map(({ map50 }) => map50)).toEqual(column('metrics/mAP50(B)'));
    expect(run.evaluations.map(({ map50To95 }) => map50To95)).toEqual(column('metrics/mAP50-95(B)'));
    expect(values(run, 'learningRate')).toEqual(column('lr/pg0'));
    expect(run.ended).toBe('complete');
  });

  test('shows the console, not the bytes', async () => {
    const { source } = await watchFile(withConsole);
    const monitor = await openMonitor(source, circumstancesOf(null));
    onTestFinished(() => monitor.close());
    await soon(() => expect(monitor.caughtUp()).toBe(true));
    expect(monitor.tail().find((line) => line.startsWith('Ultralytics 8.3.241'))).toBeDefined();
    expect(monitor.trainer()?.title).toBe('Ultralytics YOLO');
  });

  test('is the same whatever it is cut into', async () => {
    const file = readFileSync(withConsole);
    const whole = await runOf(withConsole);
    const reading = createReading();
    for (let at = 0; at < file.length; at += 977) reading.push(file.subarray(at, at + 977), null);
    reading.end();
    expect(reading.run).toEqual(whole);
  });

  test('has the figures of the history where the console is of no program that is known', () => {
    const run = runOfRecords([
      record.run('abc123', { epochs: 5 }),
      record.console('epoch 1/5 done, loss 9.9\n'),
      record.history(0, { 'train/loss': 2, 'val/mAP50': 0.1 }),
      record.console('epoch 2/5 done, loss 9.8\nTraceback (most recent call last):\nValueError: no more data\n'),
      record.history(1, { 'train/loss': 1.5, 'val/mAP50': 0.2 }),
      record.history(2, { 'train/loss': 1, 'val/mAP50': 0.3 }),
      record.exit(1),
    ]);
    expect(run.trainer?.name).toBe('wandb');
    expect(values(run, 'loss')).toEqual([2, 1.5, 1]);
    expect(run.evaluations.map(({ map50 }) => map50)).toEqual([0.1, 0.2, 0.3]);
    expect(run.faults.at(-1)).toEqual({ text: 'W&B says that the run failed.', fatal: true });
  });
});

describe('the summary of a W&B run', () => {
  const training = [record.history(0, { epoch: 0, 'train/loss': 2 }), record.history(1, { epoch: 1, 'train/loss': 1 })];
  const summedUp = [
    record.summary({ 'test/mAP50': 0.5, 'test/precision': 0.75, 'best/mAP50-95': 0.9 }),
    record.exit(0),
  ];

  test('is its only evaluation where nothing was evaluated on the way, and the best of it none', () => {
    const run = runOfRecords([record.run('abc123'), ...training, ...summedUp]);
    expect(run.evaluations).toMatchObject([{ map50: 0.5, map50To95: null, precision: 0.75 }]);
    expect(run.ended).toBe('complete');
  });

  test('says nothing where the history has evaluations', () => {
    const run = runOfRecords([record.run('abc123'), ...training, record.history(2, { 'val/mAP50': 0.4 }), ...summedUp]);
    expect(run.evaluations.map(({ map50 }) => map50)).toEqual([0.4]);
  });
});

describe('a W&B file without a console', () => {
  test('is its history: plan, losses, evaluations, end', async () => {
    const run = await runOf(withoutConsole);
    expect(run.trainer?.name).toBe('wandb');
    expect(run.plan).toMatchObject({ epochs: 12, batch: 16, patience: 50 });
    expect(run.epochs).toEqual({ first: 1, last: 12, count: 12 });
    expect(run.evaluations).toHaveLength(12);
    expect(run.evaluations.at(-1)?.map50).toBeCloseTo(0.9 * (1 - Math.exp(-1.1)), 10);
    expect(run.faults.at(-1)).toEqual({ text: 'W&B says that the run failed.', fatal: true });
  });

  test('says at every byte nothing that all of it does not say', async () => {
    const whole = await runOf(withoutConsole);
    const file = readFileSync(withoutConsole);
    const reading = createReading();
    let seen = 0;
    for (const byte of file) {
      reading.push(Buffer.from([byte]), null);
      if (reading.run.evaluations.length === seen) continue;
      seen = reading.run.evaluations.length;
      expect(reading.run.evaluations.at(-1)?.map50).toBe(whole.evaluations[seen - 1]!.map50);
    }
    expect(seen).toBe(12);
  });
});

test('system metrics tell what the GPUs do, latest values first', () => {
  const run = runOfRecords([
    record.run('abc123'),
    record.stats(1_760_000_000, { cpu: 12, 'gpu.0.gpu': 97, 'gpu.0.memoryTotal': 24e9, 'gpu.0.temp': 71 }),
    record.stats(1_760_000_015, { 'gpu.0.gpu': 50, 'gpu.1.powerWatts': 200, 'gpu.0.memoryAllocatedBytes': 12e9 }),
  ]);
  expect(run.gpus.get(0)).toMatchObject({
    time: 1_760_000_015,
    utilisation: 0.5,
    memoryUsed: 12e9,
    memoryTotal: 24e9,
    temperature: 71,
  });
  expect(run.gpus.get(1)).toMatchObject({ power: 200, utilisation: null });
});

describe('the folder of W&B', () => {
  function training(directory: string): string {
    const path = join(directory, 'wandb/offline-run-20261130_000704-5sijzewj/run-5sijzewj.wandb');
    mkdirSync(dirname(path), { recursive: true });
    return path;
  }

  test.each(['.', 'wandb', 'wandb/offline-run-20261130_000704-5sijzewj'])(
    'is watched by its newest run, from %s',
    (word) => {
      const directory = freshFolder('wandb');
      const path = training(directory);
      writeFileSync(path, readFileSync(withoutConsole));
      expect(watchedFile(join(directory, word))).toBe(path);
    },
  );

  test('goes on while the run is written', async () => {
    const path = training(freshFolder('wandb'));
    const file = readFileSync(withoutConsole);
    writeFileSync(path, file.subarray(0, 3000));
    const { source } = await watchFile(path);
    const monitor = await openMonitor(source, circumstancesOf(null));
    onTestFinished(() => monitor.close());
    await soon(() => expect(monitor.caughtUp()).toBe(true));
    expect(monitor.run.evaluations.length).toBeLessThan(12);
    appendFileSync(path, file.subarray(3000, 9001));
    appendFileSync(path, file.subarray(9001));
    await soon(() => expect(monitor.isOver()).toBe(true));
    expect(monitor.run.evaluations).toHaveLength(12);
  });

  test('beside a console gives its figures to it, and nothing counts twice', async () => {
    const directory = freshFolder('wandb');
    const log = join(directory, 'train.log');
    const console = readFileSync(fixture('ultralytics/8.3.241-curve.log'), 'utf8');
    // Where it writes to, which is not here, would be looked at first.
    writeFileSync(log, console.replaceAll(/^.*(?:Logging results to|Results saved to).*\n/gm, ''));
    writeFileSync(training(directory), readFileSync(withConsole));
    appendFileSync(log, '\n');
    const { source } = await watchFile(log);
    const monitor = await openMonitor(source, circumstancesOf(null));
    onTestFinished(() => monitor.close());
    await soon(() => expect(monitor.run.evaluations.at(-1)?.exact).toBe(true));
    await monitor.readToEnd();
    expect(monitor.run.epochs).toEqual({ first: 1, last: 40, count: 40 });
    expect(monitor.run.evaluations.map(({ map50 }) => map50)).toEqual(column('metrics/mAP50(B)'));
  });
});
