import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDatabaseLines } from '../../../../src/log/formats/mlflowDatabase/lines.ts';
import { mlflowDatabases } from '../../../../src/log/formats/mlflowDatabase/mlflowDatabases.ts';
import { errorMessage } from '../../../../src/words/errors.ts';
import type { TrackedText } from '../../../../src/log/formats/tracked/trackedRun.ts';
import {
  addRun,
  emptyDatabase,
  freshFolder,
  logValues,
  recordedDatabase,
} from '../../../support/log/mlflowDatabase.ts';

const night = 'a'.repeat(32);
const other = 'b'.repeat(32);

async function textOf(lines: TrackedText): Promise<string> {
  let text = '';
  await lines.read((piece) => {
    text += piece;
  });
  return text;
}

describe('the figures of a run in a database of MLflow', () => {
  test('are its plan, its values in the order in which they were written, and its end', async () => {
    const path = join(freshFolder('mlflow-db'), 'mlflow.db');
    const database = emptyDatabase(path);
    addRun(database, night, { params: { epochs: '20', batch: '16', data: 'shapes.yaml' } });
    addRun(database, other);
    logValues(database, night, 'loss', [3, Number.NaN]);
    logValues(database, other, 'loss', [7]);
    logValues(database, night, 'val/mAP50', [0.25, Number.MAX_VALUE, -Number.MAX_VALUE]);
    database.exec(`UPDATE runs SET status = 'FINISHED'`);
    expect((await textOf(createDatabaseLines(path, night))).split('\n')).toEqual([
      `MLflow run ${night}`,
      'param batch: 16',
      'param epochs: 20',
      '1760000000000 3 0 loss',
      '1760000001000 nan 1 loss',
      '1760000000000 0.25 0 val/mAP50',
      '1760000001000 inf 1 val/mAP50',
      '1760000002000 -inf 2 val/mAP50',
      'status 3',
      '',
    ]);
  });

  test.each(['DELETE', 'WAL'] as const)('come once each as they are written, with a journal of %s', async (journal) => {
    const path = join(freshFolder('mlflow-db'), 'mlflow.db');
    const database = emptyDatabase(path, { journal });
    addRun(database, night);
    const lines = createDatabaseLines(path, night);
    let text = await textOf(lines);
    for (let step = 0; step < 30; step++) {
      logValues(database, night, 'loss', [step / 2], step);
      text += await textOf(lines);
    }
    expect(text.split('\n').slice(1, -1)).toEqual(
      Array.from({ length: 30 }, (_, step) => `${1_760_000_000_000 + step * 1000} ${step / 2} ${step} loss`),
    );
    expect(lines.values()).toBe(30);
  });

  test('are found among those of other runs where there is no index over the run', async () => {
    const path = join(freshFolder('mlflow-db'), 'mlflow.db');
    const database = emptyDatabase(path, { isIndexed: false });
    addRun(database, night);
    addRun(database, other);
    database.exec('BEGIN');
    for (let step = 0; step < 3000; step++) logValues(database, step % 100 === 0 ? night : other, 'loss', [step], step);
    database.exec('COMMIT');
    const lines = createDatabaseLines(path, night);
    expect((await textOf(lines)).split('\n').slice(1, -1)).toHaveLength(30);
    logValues(database, other, 'loss', [1], 9000);
    expect(await textOf(lines)).toBe('');
    logValues(database, night, 'loss', [1], 9001);
    expect(await textOf(lines)).toMatch(/ 1 9001 loss\n$/);
  });

  test('are read anew when the database was made anew', async () => {
    const path = join(freshFolder('mlflow-db'), 'mlflow.db');
    const database = emptyDatabase(path);
    addRun(database, night);
    logValues(database, night, 'loss', [3, 2, 1]);
    const lines = createDatabaseLines(path, night);
    await textOf(lines);
    database.exec('DELETE FROM metrics');
    logValues(database, night, 'loss', [9, 8, 7]);
    expect(await lines.read(() => {})).toBe(false);
  });

  test('leave out a name that is no line', async () => {
    const path = join(freshFolder('mlflow-db'), 'mlflow.db');
    const database = emptyDatabase(path);
    addRun(database, night);
    logValues(database, night, 'loss\nstatus 4', [1]);
    logValues(database, night, '', [1]);
    expect(await textOf(createDatabaseLines(path, night))).toBe(`MLflow run ${night}\n`);
  });
});

describe('a training that writes the database with a time-out of 0.2 s while it is read', () => {
  test.each(['DELETE', 'WAL'] as const)('never fails to commit, with a journal of %s', async (journal) => {
    const path = join(freshFolder('mlflow-db'), 'mlflow.db');
    const database = emptyDatabase(path, { journal });
    addRun(database, night);
    database.exec('BEGIN');
    logValues(
      database,
      night,
      'loss',
      Array.from({ length: 40_000 }, (_, step) => 1 / (step + 1)),
    );
    database.exec('COMMIT');
    database.close();
    const commits = 400;
    const writer = new Worker(
      `const { workerData: { path, run, commits }, parentPort } = require('node:worker_threads');
       const { DatabaseSync } = require('node:sqlite');
       const database = new DatabaseSync(path, { timeout: 200 });
       database.exec('PRAGMA synchronous = OFF');
       const insert = database.prepare('INSERT INTO metrics VALUES (?, ?, ?, ?, ?, 0)');
       const failures = [];
       for (let step = 0; step < commits; step++) {
         try {
           database.exec('BEGIN');
           insert.run('val/mAP50', step / commits, 1760000000000 + step, run, step);
           insert.run('val/loss', step, 1760000000000 + step, run, step);
           database.exec('COMMIT');
         } catch (error) {
           failures.push(error.message);
           if (database.isTransaction) database.exec('ROLLBACK');
         }
       }
       parentPort.postMessage(failures);`,
      { eval: true, workerData: { path, run: night, commits } },
    );
    onTestFinished(async () => void (await writer.terminate()));
    let failures: unknown = null;
    writer.once('message', (message) => {
      failures = message;
    });
    const lines = createDatabaseLines(path, night);
    let text = '';
    let others = '';
    const take = (piece: string) => {
      text += piece;
    };
    while (failures === null) {
      await lines.read(take);
      // Whoever opens it anew reads all of it again, so that there is a reader at nearly every instant.
      others = await textOf(createDatabaseLines(path, night));
    }
    await lines.read(take);
    expect(failures).toEqual([]);
    const read = text.split('\n').filter((line) => line.endsWith('val/mAP50'));
    expect(read).toHaveLength(commits);
    expect(new Set(read).size).toBe(commits);
    expect(others.length).toBeLessThanOrEqual(text.length);
  });
});

describe('a database that is cut off', () => {
  test('is read as far as it goes or refused in a sentence, wherever it ends', async () => {
    const path = join(freshFolder('mlflow-db'), 'mlflow.db');
    const database = emptyDatabase(path, { pageSize: 512 });
    addRun(database, night, { params: { epochs: '3' } });
    logValues(database, night, 'loss', [3, 2, 1]);
    database.close();
    const whole = readFileSync(path);
    const all = await textOf(createDatabaseLines(path, night));
    const known = new Set(all.split('\n'));
    const said = new Set<string>();
    for (let size = whole.length; size >= 0; size--) {
      truncateSync(path, size);
      let text = '';
      try {
        const source = mlflowDatabases.follow(path);
        await source?.readOnce?.((bytes) => {
          text += bytes.toString();
        });
      } catch (error) {
        said.add(errorMessage(error));
      }
      expect(text.split('\n').filter((line) => !known.has(line))).toEqual([]);
    }
    expect([...said].filter((sentence) => /\n|undefined|\[object/.test(sentence))).toEqual([]);
    writeFileSync(path, whole);
    expect(await textOf(createDatabaseLines(path, night))).toBe(all);
  });
});

test('the recorded database of an Ultralytics training is read whole', async () => {
  const path = recordedDatabase(join(freshFolder('mlflow-db'), 'mlruns.db'));
  const lines = createDatabaseLines(path, 'b08a88a68c4c458284eb8a1a929270ff');
  const text = await textOf(lines);
  expect(text).toMatch(/^MLflow run b08a88a68c4c458284eb8a1a929270ff\nparam /);
  expect(text).toMatch(/\nstatus 3\n$/);
  expect(lines.values()).toBe(602);
});
