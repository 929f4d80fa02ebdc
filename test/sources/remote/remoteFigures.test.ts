import { appendFileSync, cpSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { circumstancesOf } from '../../../src/monitor/circumstances.ts';
import { openMonitor } from '../../../src/monitor/openMonitor.ts';
import type { Place } from '../../../src/processes/remote/place.ts';
import { followRemoteEvents } from '../../../src/sources/remote/followRemoteEvents.ts';
import { findRemoteFigures } from '../../../src/sources/remote/remoteFigures.ts';
import { freshFolder } from '../../support/log/mlflowDatabase.ts';
import { soon } from '../../support/soon.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../../../fixtures/${name}`, import.meta.url));

/** Another machine's shell is one of this one. */
const here: Place = {
  name: 'box',
  call: (script, args) => ({ program: 'sh', args: ['-c', script, 'plateau', ...args] }),
};

function put(directory: string, name: string, written = 1_700_000_000): string {
  const path = join(directory, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'x\n');
  utimesSync(path, written, written);
  return path;
}

describe('what is watched in a directory somewhere else', () => {
  test('is a file where one is named', async () => {
    const path = put(freshFolder('remote'), 'train log.txt');
    expect(await findRemoteFigures(here, path)).toEqual({ kind: 'file', path });
  });

  test.each([
    [
      'the newest table of results before anything else',
      ['results.csv', 'events.out.tfevents.1', 'run-a.wandb'],
      'results.csv',
    ],
    [
      "W&B's file, in its folder",
      ['wandb/run-20260101_000000-a/run-a.wandb', 'wandb/run-20260101_000000-a/files/output.log'],
      'wandb/run-20260101_000000-a/run-a.wandb',
    ],
    ['event files', ['tb/events.out.tfevents.1'], 'tb/events.out.tfevents.1'],
    [
      "the state of Hugging Face's Trainer",
      ['checkpoint-80/trainer_state.json', 'notes.txt'],
      'checkpoint-80/trainer_state.json',
    ],
    [
      'what is deeper, where there is nothing else',
      ['runs/detect/train/results.csv', '.cache/a/results.csv'],
      'runs/detect/train/results.csv',
    ],
  ])('is %s', async (_what, names, wanted) => {
    const directory = freshFolder('remote');
    for (const name of names) put(directory, name);
    expect(await findRemoteFigures(here, directory)).toEqual({ kind: 'file', path: join(directory, wanted) });
  });

  test('is the newest of several', async () => {
    const directory = freshFolder('remote');
    put(directory, 'runs/detect/train/results.csv', 1_700_000_000);
    const path = put(directory, 'runs/detect/train2/results.csv', 1_700_000_900);
    expect(await findRemoteFigures(here, directory)).toEqual({ kind: 'file', path });
  });

  test('is nothing without figures, which is said with what can be done', async () => {
    const directory = freshFolder('remote');
    put(directory, 'notes.txt');
    await expect(findRemoteFigures(here, directory)).rejects.toThrow(
      /on box is a directory that holds no file of figures/,
    );
    put(directory, 'mlflow.db');
    await expect(findRemoteFigures(here, directory)).rejects.toThrow(
      /on box has a database \(mlflow\.db\), which can be read only on that machine: run Plateau there, or, where MLflow writes it, watch its server with --mlflow\.$/,
    );
    put(directory, 'mlruns/0/5b0e3c1f/metrics/loss');
    await expect(findRemoteFigures(here, join(directory, 'mlruns'))).rejects.toThrow(
      /mlruns on box has files of MLflow, which can be read only on that machine: /,
    );
    await expect(findRemoteFigures(here, join(directory, 'nowhere'))).rejects.toThrow(/^box has no file .*nowhere;/);
  });
});

test.each(['mlflow.db', 'project of mine.db'])(
  'a database somewhere else is refused, be it named itself: %s',
  async (name) => {
    const directory = join(freshFolder('remote'), 'trackio');
    mkdirSync(directory);
    const path = join(directory, name);
    const database = new DatabaseSync(path);
    database.exec('CREATE TABLE metrics (step INTEGER)');
    database.close();
    const refused = (what: string) =>
      `${what}, which can be read only on that machine: run Plateau there, or, where MLflow writes it, watch its server with --mlflow.`;
    await expect(findRemoteFigures(here, path)).rejects.toThrow(refused(`${path} on box is a database`));
    await expect(findRemoteFigures(here, directory)).rejects.toThrow(
      refused(`${directory} on box has a database (${name})`),
    );
  },
);

test('several event files somewhere else are one run, which goes on', async () => {
  const directory = join(freshFolder('remote'), 'ssd');
  cpSync(fixture('tensorboard/several-writers'), directory, { recursive: true });
  const last = join(directory, 'train/events.out.tfevents.1760000100.vm');
  const whole = readFileSync(last);
  writeFileSync(last, whole.subarray(0, 300));
  const figures = await findRemoteFigures(here, dirname(directory));
  expect(figures).toMatchObject({ kind: 'events', directory });
  if (figures.kind !== 'events') return;
  expect(figures.files).toHaveLength(6);
  const source = {
    path: null,
    directory: null,
    readOnce: null,
    follow: async (handlers: Parameters<typeof followRemoteEvents>[2]) => followRemoteEvents(here, figures, handlers),
  };
  const monitor = await openMonitor(source, circumstancesOf(null));
  onTestFinished(() => monitor.close());
  await soon(() => expect(monitor.caughtUp()).toBe(true));
  expect(monitor.run.trainer?.name).toBe('tensorboard');
  expect(monitor.run.plan.epochs).toBe(20);
  const before = monitor.run.iterations!.last;
  appendFileSync(last, whole.subarray(300));
  await soon(() => expect(monitor.run.iterations!.last).toBeGreaterThan(before));
});
