import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createTrackioLines } from '../../../../src/log/formats/trackio/lines.ts';
import { trackioProjects } from '../../../../src/log/formats/trackio/trackioProjects.ts';
import { circumstancesOf } from '../../../../src/monitor/circumstances.ts';
import { openMonitor } from '../../../../src/monitor/openMonitor.ts';
import { watchedFile } from '../../../../src/sources/watchedFile.ts';
import { watchFile } from '../../../../src/sources/watchedHere.ts';
import { errorMessage } from '../../../../src/words/errors.ts';
import { freshFolder } from '../../../support/log/mlflowDatabase.ts';
import { soon } from '../../../support/soon.ts';

/**
 * A project as trackio 0.36 makes it (trackio/sqlite_storage.py, `init_db` and `log`): what orjson gives are bytes. Its
 * first versions had no `run_id`, and text.
 */
function project(path: string, { isFirst = false, journal = 'WAL', pageSize = 4096 } = {}) {
  const database = new DatabaseSync(path);
  const runId = isFirst ? '' : `run_id TEXT NOT NULL DEFAULT 'r1',`;
  const json = (value: object) => (isFirst ? JSON.stringify(value) : Buffer.from(JSON.stringify(value)));
  database.exec(`
    PRAGMA page_size = ${pageSize}; PRAGMA journal_mode = ${journal}; PRAGMA synchronous = OFF;
    CREATE TABLE metrics (id INTEGER PRIMARY KEY AUTOINCREMENT, ${runId} timestamp TEXT NOT NULL, run_name TEXT NOT NULL,
      step INTEGER NOT NULL, metrics TEXT NOT NULL);
    CREATE TABLE configs (id INTEGER PRIMARY KEY AUTOINCREMENT, ${runId} run_name TEXT NOT NULL, config TEXT NOT NULL,
      created_at TEXT NOT NULL);
    CREATE TABLE system_metrics (id INTEGER PRIMARY KEY AUTOINCREMENT, ${runId} timestamp TEXT NOT NULL,
      run_name TEXT NOT NULL, metrics TEXT NOT NULL);
    CREATE INDEX idx_metrics_run_step ON metrics(run_name, step);`);
  const close = () => {
    if (database.isOpen) database.close();
  };
  onTestFinished(close);
  const time = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000000+00:00`;
  return {
    close,
    log: (run: string, step: number, metrics: object) =>
      database
        .prepare('INSERT INTO metrics (timestamp, run_name, step, metrics) VALUES (?, ?, ?, ?)')
        .run(time(step), run, step, json(metrics)),
    logSystem: (run: string, metrics: object) =>
      database
        .prepare('INSERT INTO system_metrics (timestamp, run_name, metrics) VALUES (?, ?, ?)')
        .run(time(1), run, json(metrics)),
    configure: (run: string, config: object) =>
      database
        .prepare('INSERT INTO configs (run_name, config, created_at) VALUES (?, ?, ?)')
        .run(run, json(config), time(0)),
  };
}

async function watch(place: string) {
  const { source, title } = await watchFile(place);
  const monitor = await openMonitor(source, circumstancesOf(null));
  onTestFinished(() => monitor.close());
  return { monitor, title };
}

describe('a project of trackio', () => {
  test.each([false, true])('is read while it is written, by its first versions: %s', async (isFirst) => {
    const path = join(freshFolder('trackio'), 'shapes.db');
    const { log, logSystem, configure } = project(path, { isFirst });
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

describe('the figures of a run of trackio', () => {
  test.each(['DELETE', 'WAL'])('come once each as they are logged, with a journal of %s', async (journal) => {
    const path = join(freshFolder('trackio'), 'shapes.db');
    const { log, logSystem } = project(path, { journal });
    const lines = createTrackioLines(path, 'night');
    let text = '';
    for (let step = 0; step < 30; step++) {
      log('night', step, { loss: step / 2 });
      log('day', step, { loss: 9 });
      if (step % 10 === 0) logSystem('night', { 'gpu/0/utilization': step });
      await lines.read((piece) => {
        text += piece;
      });
    }
    const values = text
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split(' ').slice(1).join(' '));
    expect(values.filter((line) => line.endsWith(' loss'))).toEqual(
      Array.from({ length: 30 }, (_, step) => `${step / 2} ${step} loss`),
    );
    expect(values.filter((line) => !line.endsWith(' loss'))).toEqual(
      [0, 10, 20].map((use) => `${use} 0 system/gpu/0/utilization`),
    );
  });

  test('are read as far as they go or refused in a sentence, wherever the database is cut off', async () => {
    const path = join(freshFolder('trackio'), 'shapes.db');
    const { log, configure, close } = project(path, { pageSize: 512 });
    configure('night', { epochs: 3, batch_size: 8 });
    for (const [step, loss] of [3, 2, 1].entries()) log('night', step, { loss, 'val/mAP50': 1 / loss });
    close();
    const read = async (): Promise<string> => {
      let text = '';
      await trackioProjects.follow(path)?.readOnce?.((bytes) => {
        text += bytes.toString();
      });
      return text;
    };
    const whole = readFileSync(path);
    const all = await read();
    const known = new Set(all.split('\n'));
    expect(known.size).toBe(10);
    const said = new Set<string>();
    for (let size = whole.length - 1; size >= 0; size--) {
      truncateSync(path, size);
      const text = await read().catch((error: unknown) => {
        said.add(errorMessage(error));
        return '';
      });
      expect(text.split('\n').filter((line) => !known.has(line))).toEqual([]);
    }
    expect([...said].filter((sentence) => !/^[^\n]+\.$/.test(sentence))).toEqual([]);
    writeFileSync(path, whole);
    expect(await read()).toBe(all);
  });
});
