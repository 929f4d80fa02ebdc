import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { trackioProjects } from '../../../../src/log/formats/trackio/trackioProjects.ts';
import { circumstancesOf } from '../../../../src/monitor/circumstances.ts';
import { openMonitor } from '../../../../src/monitor/openMonitor.ts';
import { watchedFile } from '../../../../src/sources/watchedFile.ts';
import { watchFile } from '../../../../src/sources/watchedHere.ts';
import { freshFolder } from '../../../support/log/mlflowDatabase.ts';
import { soon } from '../../../support/soon.ts';

/** A project as trackio makes it (trackio/sqlite_storage.py, `init_db`); `run_id` came later. */
function project(path: string, hasRunIds = true) {
  const database = new DatabaseSync(path);
  const runId = hasRunIds ? `run_id TEXT NOT NULL DEFAULT 'r1',` : '';
  database.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
    CREATE TABLE metrics (id INTEGER PRIMARY KEY AUTOINCREMENT, ${runId} timestamp TEXT NOT NULL, run_name TEXT NOT NULL,
      step INTEGER NOT NULL, metrics TEXT NOT NULL);
    CREATE TABLE configs (id INTEGER PRIMARY KEY AUTOINCREMENT, ${runId} run_name TEXT NOT NULL, config TEXT NOT NULL,
      created_at TEXT NOT NULL);
    CREATE TABLE system_metrics (id INTEGER PRIMARY KEY AUTOINCREMENT, ${runId} timestamp TEXT NOT NULL,
      run_name TEXT NOT NULL, metrics TEXT NOT NULL);
    CREATE INDEX idx_metrics_run_step ON metrics(run_name, step);`);
  onTestFinished(() => database.close());
  const time = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000000+00:00`;
  return {
    log: (run: string, step: number, metrics: object) =>
      database
        .prepare('INSERT INTO metrics (timestamp, run_name, step, metrics) VALUES (?, ?, ?, ?)')
        .run(time(step), run, step, JSON.stringify(metrics)),
    logSystem: (run: string, metrics: object) =>
      database
        .prepare('INSERT INTO system_metrics (timestamp, run_name, metrics) VALUES (?, ?, ?)')
        .run(time(1), run, JSON.stringify(metrics)),
    configure: (run: string, config: object) =>
      database
        .prepare('INSERT INTO configs (run_name, config, created_at) VALUES (?, ?, ?)')
        .run(run, JSON.stringify(config), time(0)),
  };
}

async function watch(place: string) {
  const { source, title } = await watchFile(place);
  const monitor = await openMonitor(source, circumstancesOf(null));
  onTestFinished(() => monitor.close());
  return { monitor, title };
}

describe('a project of trackio', () => {
  test.each([true, false])('is read while it is written, with ids of runs: %s', async (hasRunIds) => {
    const path = join(freshFolder('trackio'), 'shapes.db');
    const { log, logSystem, configure } = project(path, hasRunIds);
    configure('night', { epochs: 3, batch_size: 8, lr: 0.01 });
    log('other', 0, { 'train/loss': 9 });
    log('night', 0, { 'train/loss': 2, 'val/mAP50': 'NaN' });
    const { monitor, title } = await watch(`${path}#night`);
    expect(title).toBe('night (shapes, trackio)');
    await soon(() => expect(monitor.caughtUp()).toBe(true));
    expect(monitor.run.plan).toMatchObject({ epochs: 3, batch: 8 });
    log('night', 1, { 'train/loss': 1.5, 'val/mAP50': 0.25 });
    log('night', 2, { 'train/loss': 1, 'val/mAP50': 0.5 });
    logSystem('night', { 'gpu/0/utilization': 80, 'gpu/0/allocated_memory': 2, 'gpu/0/total_memory': 8 });
    await soon(() => expect(monitor.run.evaluations.map(({ map50 }) => map50)).toEqual([0.25, 0.5]));
    await soon(() =>
      expect(monitor.run.gpus.get(0)).toMatchObject({ utilisation: 0.8, memoryUsed: 2 ** 31, memoryTotal: 2 ** 33 }),
    );
    expect(monitor.run.trainer?.name).toBe('trackio');
    expect(monitor.run.loss).toEqual({ first: 2, last: 1, min: 1 });
  });

  test('is found in its folder, with the run in which something was logged last', () => {
    const directory = freshFolder('trackio');
    project(join(directory, 'empty.db'));
    const { log } = project(join(directory, 'shapes.db'));
    log('night', 0, { loss: 2 });
    log('day', 0, { loss: 2 });
    expect(watchedFile(directory)).toBe(`${join(directory, 'shapes.db')}#day`);
  });

  test('refuses in a sentence a run that it does not have, and is none without its table', () => {
    const path = join(freshFolder('trackio'), 'shapes.db');
    project(path);
    expect(() => trackioProjects.follow(path)).toThrow(
      /is a project of trackio without a run; name the training's log instead\.$/,
    );
    expect(() => trackioProjects.follow(`${path}#night`)).toThrow(/is a project of trackio that has no run night\.$/);
    const other = join(freshFolder('trackio'), 'other.db');
    new DatabaseSync(other).exec('CREATE TABLE metrics (id INTEGER)');
    expect(trackioProjects.follow(other)).toBeNull();
  });
});
