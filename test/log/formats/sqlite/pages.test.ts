import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createRowReader, type RowReader } from '../../../../src/log/formats/sqlite/pages.ts';
import { type PatientDatabase, withDatabase } from '../../../../src/log/formats/sqlite/readOnly.ts';
import { freshFolder } from '../../../support/log/mlflowDatabase.ts';

const count = 1000;
const all = Array.from({ length: count }, (_, step) => step);

/** A table whose column `id` stands for the number of a row, with figures of two runs. */
function figures(index: string): string {
  const path = join(freshFolder('sqlite'), 'figures.db');
  const database = new DatabaseSync(path);
  onTestFinished(() => database.close());
  database.exec(`CREATE TABLE figures (id INTEGER PRIMARY KEY, run TEXT, step INTEGER); ${index}; BEGIN`);
  const insert = database.prepare('INSERT INTO figures (run, step) VALUES (?, ?)');
  for (const step of all) for (const run of ['night', 'day']) insert.run(run, step);
  database.exec('COMMIT');
  return path;
}

function nightly(): RowReader {
  return createRowReader({ table: 'figures', columns: 'step', runColumn: 'run', run: 'night' });
}

describe.each(['', 'CREATE INDEX of_run ON figures (run)'])('the rows of a run (%s)', (index) => {
  test('come once each, in the order in which they were written', async () => {
    const steps: unknown[] = [];
    await withDatabase(figures(index), async (database) =>
      nightly().readOn(database, ({ step }) => void steps.push(step)),
    );
    expect(steps).toEqual(all);
  });

  test('come once each, also where a page of them cannot be read at first', async () => {
    const reader = nightly();
    const steps: unknown[] = [];
    await withDatabase(figures(index), async (database) => {
      let pages = 0;
      const failing: PatientDatabase = {
        all: async (sql, ...values) => {
          if (sql.includes('ORDER BY') && ++pages === 3) throw new Error('disk I/O error');
          return database.all(sql, ...values);
        },
      };
      await expect(reader.readOn(failing, ({ step }) => void steps.push(step))).rejects.toThrow('disk I/O error');
      expect(steps.length).toBeGreaterThan(0);
      await reader.readOn(failing, ({ step }) => void steps.push(step));
    });
    expect(steps).toEqual(all);
  });

  test('are others when the last of them is not there any more', async () => {
    const reader = nightly();
    const path = figures(index);
    expect(await withDatabase(path, reader.isSame)).toBe(true);
    await withDatabase(path, async (database) => reader.readOn(database, () => {}));
    expect(await withDatabase(path, reader.isSame)).toBe(true);
    const writer = new DatabaseSync(path);
    writer.exec(`DELETE FROM figures WHERE run = 'night' AND step = ${count - 1}`);
    writer.close();
    expect(await withDatabase(path, reader.isSame)).toBe(false);
  });
});
