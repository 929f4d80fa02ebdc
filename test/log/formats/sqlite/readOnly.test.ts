import { readdirSync, symlinkSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { type PatientDatabase, withDatabase, withDatabaseNow } from '../../../../src/log/formats/sqlite/readOnly.ts';
import { whenChanged } from '../../../../src/log/formats/sqlite/whenChanged.ts';
import { freshFolder } from '../../../support/log/mlflowDatabase.ts';

/** A database with a write-ahead log and one row, that no program has open. */
function closedDatabase(): string {
  const path = join(freshFolder('sqlite'), 'figures.db');
  write(path, 'PRAGMA journal_mode = WAL; CREATE TABLE figures (value); INSERT INTO figures VALUES (1)');
  return path;
}

/** Opens it, writes and closes it again, as a tracker may do for every value. */
function write(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

async function valuesOf(database: PatientDatabase): Promise<unknown[]> {
  return (await database.all('SELECT value FROM figures')).map(({ value }) => value);
}

describe('a database with a write-ahead log', () => {
  test('has nothing left beside it that would be of the reader alone, when no program has it open', async () => {
    const path = closedDatabase();
    expect(withDatabaseNow(path, (database) => database.all('SELECT value FROM figures'))).toHaveLength(1);
    expect(await withDatabase(path, valuesOf)).toEqual([1]);
    expect(readdirSync(dirname(path))).toEqual(['figures.db']);
  });

  test('is read as it is now when it is written while it is open for reading', async () => {
    const path = closedDatabase();
    const read = await withDatabase(path, async (database) => {
      const before = await valuesOf(database);
      write(path, 'INSERT INTO figures VALUES (2)');
      return [before, await valuesOf(database)];
    });
    expect(read).toEqual([[1], [1, 2]]);
  });

  test('is read as it is now through a link, beside which there is no such log', async () => {
    const path = closedDatabase();
    const link = join(freshFolder('sqlite'), 'link.db');
    symlinkSync(path, link);
    const writer = new DatabaseSync(path);
    writer.exec('INSERT INTO figures VALUES (2)');
    for (const each of [path, `${path}-wal`]) utimesSync(each, 1000, 1000);
    const seen: unknown[] = [];
    const look = whenChanged(link, async (database) => {
      seen.push(await valuesOf(database));
      return true;
    });
    await look(null);
    await look(null);
    writer.exec('INSERT INTO figures VALUES (3)');
    await look(null);
    writer.close();
    expect(seen).toEqual([
      [1, 2],
      [1, 2, 3],
    ]);
  });
});
