import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fileSource, streamSource } from '../../src/log/files/fileSource.ts';
import { type Circumstances, circumstancesOf } from '../../src/monitor/circumstances.ts';
import type { LogSource } from '../../src/log/logSource.ts';
import { openMonitor } from '../../src/monitor/openMonitor.ts';
import { soon } from '../support/soon.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url));

function freshDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-monitor-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

async function open(source: LogSource, known: Partial<Circumstances> = {}) {
  const monitor = await openMonitor(source, { ...circumstancesOf(null), ...known });
  onTestFinished(() => monitor.close());
  return monitor;
}

describe('a monitor', () => {
  test('reads a log from its beginning and goes on as it grows', async () => {
    const path = join(freshDirectory(), 'output.log');
    const log = fixture('darknet/darknet-alexeyab-slow-map.log');
    writeFileSync(path, log.subarray(0, 200_000));
    const monitor = await open(fileSource(path));
    await monitor.readToEnd();
    const before = monitor.run.iterations!.last;
    expect(monitor.trainer()?.title).toContain('Darknet');
    appendFileSync(path, log.subarray(200_000));
    await soon(() => expect(monitor.run.iterations!.last).toBe(1600));
    expect(before).toBeLessThan(1600);
    expect(monitor.tail().at(-1)).not.toBe('');
    expect(monitor.isOver()).toBe(true);
  });

  test('tells how much of a long log has been read until all of it is', async () => {
    const path = join(freshDirectory(), 'output.log');
    const log = fixture('darknet/darknet-alexeyab-slow-map.log');
    writeFileSync(path, Buffer.concat([log, log, log, log]));
    const monitor = await open(fileSource(path));
    const shares: (number | null)[] = [monitor.readShare()];
    monitor.subscribe(() => shares.push(monitor.readShare()));
    await soon(() => expect(monitor.caughtUp()).toBe(true));
    const known = shares.filter((share) => share !== null);
    expect(known.length).toBeGreaterThan(2);
    expect(known).toEqual(known.toSorted((left, right) => left - right));
    expect([known[0], known.at(-1)]).toEqual([0, 1]);
    expect(monitor.readShare()).toBeNull();
  });

  test('reads the plan from the configuration that the command names', async () => {
    const directory = freshDirectory();
    const path = join(directory, 'output.log');
    writeFileSync(path, fixture('darknet/darknet-pjreddie-plain.log'));
    writeFileSync(
      join(directory, 'tiny.cfg'),
      '[net]\nmax_batches=900\nburn_in=50\npolicy=steps\nsteps=700,800\nscales=.1,.1\n',
    );
    const command = ['darknet', 'detector', 'train', 'obj.data', 'tiny.cfg'];
    const monitor = await open(fileSource(path), { started: { command, cwd: directory } });
    await soon(() => expect(monitor.run.plan.iterations).toBe(900));
    expect(monitor.run.plan.steps).toEqual([700, 800]);
    // The .data file is not there: that is said, and nothing else is lost.
    await soon(() => expect(monitor.run.faults.some(({ text }) => text.includes('obj.data'))).toBe(true));
    expect(monitor.run.iterations!.last).toBe(300);
  });

  test('starts over when the log is cut off and written anew', async () => {
    const path = join(freshDirectory(), 'output.log');
    writeFileSync(path, fixture('darknet/darknet-alexeyab-pty-map.log'));
    const monitor = await open(fileSource(path));
    await monitor.readToEnd();
    expect(monitor.run.iterations!.last).toBe(220);
    writeFileSync(path, fixture('darknet/darknet-pjreddie-nan.log'));
    await soon(() => expect(monitor.run.iterations?.last).toBe(60));
    expect(monitor.run.trainer!.name).toBe('darknet-pjreddie');
  });

  test('joins the results table beside the log without counting twice, and takes its finer figures', async () => {
    const directory = freshDirectory();
    mkdirSync(join(directory, 'results'));
    const console = fixture('ultralytics/8.3.241-curve.log').toString();
    writeFileSync(join(directory, 'results/results.csv'), fixture('ultralytics/8.3.241-curve.results.csv'));
    const path = join(directory, 'train.log');
    writeFileSync(path, console.replaceAll(/(Logging results to (?:\u001B\[1m)?)[^\s\u001B]+/g, '$1results'));
    const monitor = await open(fileSource(path));
    await soon(() => expect(monitor.run.evaluations.at(-1)?.exact).toBe(true));
    await monitor.readToEnd();
    const { run } = monitor;
    expect(run.trainer!.name).toBe('ultralytics');
    expect(run.epochs).toEqual({ first: 1, last: 40, count: 40 });
    expect(run.evaluations).toHaveLength(40);
    expect(run.evaluations.every((evaluation) => evaluation.exact === true)).toBe(true);
    expect(run.evaluations.every((evaluation) => Number.isFinite(evaluation.validationLoss))).toBe(true);
    const rows = fixture('ultralytics/8.3.241-curve.results.csv').toString().trim().split('\n').slice(1);
    expect(run.evaluations.map((evaluation) => evaluation.map50)).toEqual(rows.map((row) => Number(row.split(',')[7])));
    expect(run.regimes.map((regime) => regime.label)).not.toContain('resumed');
  });

  test('takes the plan from the arguments beside a results table', async () => {
    const directory = freshDirectory();
    writeFileSync(join(directory, 'results.csv'), fixture('ultralytics/8.3.63-curve.results.csv'));
    writeFileSync(
      join(directory, 'args.yaml'),
      'task: detect\nepochs: 100\npatience: 50\nclose_mosaic: 10\ncos_lr: true\n',
    );
    const monitor = await open(fileSource(join(directory, 'results.csv')));
    await soon(() => expect(monitor.run.plan.epochs).toBe(100));
    expect(monitor.run.plan).toMatchObject({ patience: 50, closeMosaic: 90, schedule: 'cosine' });
  });

  test('is over when a piped log ends', async () => {
    const stream = new PassThrough();
    const monitor = await open(streamSource(stream));
    stream.write('1: 5.0, 5.0 avg, 0.001 rate, 0.5 seconds, 16 images\n');
    await soon(() => expect(monitor.run.iterations?.last).toBe(1));
    expect(monitor.isOver()).toBe(false);
    stream.end('2: 5.0, 5.0 avg, 0.001 rate, 0.5 seconds, 32 images');
    await soon(() => expect(monitor.isOver()).toBe(true));
    expect(monitor.run.iterations?.last).toBe(2);
  });

  test('refuses a directory and a log that is not there in one sentence', async () => {
    const directory = freshDirectory();
    await expect(open(fileSource(directory))).rejects.toThrow(/is a directory/);
    await expect(open(fileSource(join(directory, 'none.log')))).rejects.toThrow(/does not exist/);
  });
});
