import { chmodSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { mlflowDatabases } from '../../../../src/log/formats/mlflowDatabase/mlflowDatabases.ts';
import { circumstancesOf } from '../../../../src/monitor/circumstances.ts';
import { openMonitor } from '../../../../src/monitor/openMonitor.ts';
import { readLog } from '../../../../src/monitor/readLog.ts';
import { watchedFile } from '../../../../src/sources/watchedFile.ts';
import { watchFile } from '../../../../src/sources/watchedHere.ts';
import {
  addRun,
  emptyDatabase,
  freshFolder,
  logValues,
  recordedDatabase,
} from '../../../support/log/mlflowDatabase.ts';
import { soon } from '../../../support/soon.ts';

const day = 'd'.repeat(32);
const night = 'e'.repeat(32);

const runOf = async (place: string) => (await readLog(place, { trainer: null, started: null })).run;
const recorded = () => recordedDatabase(join(freshFolder('mlflow-db'), 'mlruns.db'));

describe('a run of a database', () => {
  test.each([
    'ef0362c756d748f9a0c146ee2c5a2954',
    'ef0362',
    'cross-detection-20250712-104715',
    'cross-detection-finetuning',
  ])('is meant by %s: its id, the beginning of that, its name, the newest of an experiment', async (word) => {
    const run = await runOf(watchedFile(`${recorded()}#${word}`));
    expect(run.trainer?.name).toBe('mlflow');
    expect(run.epochs).toEqual({ first: 1, last: 23, count: 23 });
    expect(run.plan).toMatchObject({ epochs: 100, batch: 16, patience: 20 });
    expect(run.faults.at(-1)).toEqual({ text: 'MLflow says that the run failed.', fatal: true });
  });

  test('is the newest that trains where none is named, not the evaluation after it', async () => {
    const path = recorded();
    for (const word of [path, dirname(path), `sqlite:///${path}`]) {
      const run = await runOf(watchedFile(word));
      expect(run.epochs).toEqual({ first: 1, last: 46, count: 46 });
      expect(run.evaluations).toHaveLength(46);
    }
  });

  test('is told in the header by its name, its experiment and its file', () => {
    expect(mlflowDatabases.describe(`${recorded()}#b08a`)).toBe(
      'cross-detection-20250712-114517 (box-cross-detection-finetuning, mlruns.db)',
    );
  });

  test('that is not there is refused with what there is', () => {
    expect(() => mlflowDatabases.follow(`${recorded()}#nowhere`)).toThrow(
      /has no MLflow run nowhere, and no experiment of that name with one\. Experiments in it: cross-detection-finetuning,/,
    );
  });

  test('that was deleted is none', () => {
    const path = join(freshFolder('mlflow-db'), 'mlflow.db');
    const database = emptyDatabase(path);
    logValues(database, addRun(database, day, { start: 1000 }), 'loss', [2, 1]);
    logValues(database, addRun(database, night, { start: 2000, stage: 'deleted' }), 'loss', [2, 1]);
    expect(mlflowDatabases.discover(dirname(path))).toBe(`${path}#${day}`);
  });

  test('is read where nobody may write, be it to the file or beside it', async () => {
    const path = join(freshFolder('mlflow-db'), 'mlflow.db');
    const database = emptyDatabase(path, { journal: 'WAL' });
    logValues(database, addRun(database, night), 'loss', [2, 1]);
    database.close();
    const mode = statSync(dirname(path)).mode;
    onTestFinished(() => chmodSync(dirname(path), mode));
    chmodSync(path, 0o400);
    chmodSync(dirname(path), 0o500);
    expect((await runOf(path)).trainer?.name).toBe('mlflow');
  });

  test('goes on while it is written, and never offers to stop whoever has the database open', async () => {
    const path = join(freshFolder('mlflow-db'), 'mlflow.db');
    const database = emptyDatabase(path, { journal: 'WAL' });
    addRun(database, night, { params: { epochs: '10' } });
    const { source, reach, says } = await watchFile(watchedFile(path));
    expect(reach).toBeNull();
    expect(says[0]).toMatch(/^Several trainings may write .*, so that this one can be watched, but not stopped\.$/);
    const monitor = await openMonitor(source, circumstancesOf(null));
    onTestFinished(() => monitor.close());
    await soon(() => expect(monitor.caughtUp()).toBe(true));
    for (const [epoch, map] of [0.1, 0.3, 0.5].entries()) {
      logValues(database, night, 'train/loss', [2 - map], epoch);
      logValues(database, night, 'metrics/mAP50B', [map], epoch);
    }
    await soon(() => expect(monitor.run.evaluations.map(({ map50 }) => map50)).toEqual([0.1, 0.3, 0.5]));
    expect(monitor.isOver()).toBe(false);
    database.exec(`UPDATE runs SET status = 'KILLED'`);
    await soon(() => expect(monitor.isOver()).toBe(true));
    expect(monitor.run.ended).toBe('interrupted');
  });
});

describe('a database beside a console', () => {
  const console = readFileSync(
    fileURLToPath(new URL('../../../../fixtures/ultralytics/8.3.241-curve.log', import.meta.url)),
    'utf8',
  );

  /** Figures as Ultralytics logs them, other than those of the console, so that they can be told apart. */
  function logTraining(path: string, start: number): void {
    const database = emptyDatabase(path);
    addRun(database, night, { start });
    for (let epoch = 0; epoch < 40; epoch++) {
      logValues(database, night, 'val/box_loss', [5], epoch);
      logValues(database, night, 'metrics/mAP50B', [0.123], epoch);
      logValues(database, night, 'metrics/mAP50-95B', [0.1], epoch);
    }
  }

  async function runBeside(log: string) {
    const { source } = await watchFile(log);
    const monitor = await openMonitor(source, circumstancesOf(null));
    onTestFinished(() => monitor.close());
    await soon(() => expect(monitor.run.evaluations.at(-1)?.exact).toBe(true));
    await monitor.readToEnd();
    return monitor.run;
  }

  test('is read where Ultralytics announces it, and nothing counts twice', async () => {
    const directory = freshFolder('mlflow-db');
    logTraining(join(directory, 'mlflow.db'), 0);
    const log = join(directory, 'train.log');
    const notice = `MLflow: logging run_id(${night}) to sqlite:///mlflow.db\n`;
    writeFileSync(log, console.replace(/(?<=\n)(?=\S*Logging results to)/, notice));
    const run = await runBeside(log);
    expect(run.trainer?.name).toBe('ultralytics');
    expect(run.epochs).toEqual({ first: 1, last: 40, count: 40 });
    expect(new Set(run.evaluations.map(({ map50 }) => map50))).toEqual(new Set([0.123]));
  });

  test.each(['beside it', 'where MLFLOW_TRACKING_URI says'])(
    'is found %s by the run that began meanwhile',
    async (where) => {
      const directory = freshFolder('mlflow-db');
      const path = join(directory, where === 'beside it' ? 'mlflow.db' : 'elsewhere/tracking.db');
      mkdirSync(dirname(path), { recursive: true });
      vi.stubEnv('MLFLOW_TRACKING_URI', where === 'beside it' ? '' : `sqlite:///${path}`);
      onTestFinished(() => void vi.unstubAllEnvs());
      const log = join(directory, 'train.log');
      writeFileSync(log, 'epoch: 1 loss: 2.5\nepoch: 2 loss: 2.25\nepoch: 3 loss: 2.0\nepoch: 4 loss: 1.8\n'.repeat(1));
      const now = Date.now();
      utimesSync(log, now / 1000, now / 1000);
      logTraining(path, now);
      const run = await runBeside(log);
      expect(run.evaluations).toHaveLength(40);
    },
  );
});
