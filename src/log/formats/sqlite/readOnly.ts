import { existsSync, openSync, readSync, closeSync, statSync } from 'node:fs';
import process from 'node:process';
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { errorMessage } from '../../../words/errors.ts';

export type SqlRow = Readonly<Record<string, SQLOutputValue>>;

/**
 * A SQLite database that another program writes. Nothing is ever written to it, and no transaction stays open: each
 * call of `all` is one of its own, since a writer waits for its readers, and fails when they take too long.
 */
export interface ReadOnlyDatabase {
  /** All rows of a statement, which has to be one that takes milliseconds. Throws what SQLite says. */
  readonly all: (sql: string, ...values: readonly SQLInputValue[]) => readonly SqlRow[];
  readonly close: () => void;
}

/** Whether a file begins as SQLite's do. Source: sqlite.org/fileformat.html, 1.3. */
export function isDatabase(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) return false;
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return false;
  }
  try {
    const start = Buffer.alloc(magic.length);
    return readSync(descriptor, start) === magic.length && start.equals(magic);
  } catch {
    return false;
  } finally {
    closeSync(descriptor);
  }
}

const magic = Buffer.from('SQLite format 3\0', 'latin1');

/** Opens a database for reading. Throws a clause that says why it cannot be read. */
function openReadOnly(path: string): ReadOnlyDatabase {
  // Loaded only where there is a database, so that nothing else waits for it.
  const { DatabaseSync: Database } = process.getBuiltinModule('node:sqlite');
  const open = (location: string | URL) => new Database(location, { readOnly: true, timeout: 0 });
  let database = open(path);
  try {
    database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').all();
  } catch (error) {
    database.close();
    if (errorNumber(error) !== cannotOpen || existsSync(`${path}-wal`))
      throw new Error(reasonOf(error), { cause: error });
    // A write-ahead log cannot be made beside a file that may only be read; without one nobody writes it.
    database = open(new URL(`${pathToFileURL(path).href}?immutable=1`));
  }
  return {
    all: (sql, ...values) => preparedAll(database, sql, values),
    close: () => database.close(),
  };
}

/**
 * Calls back with the database, open as long as that takes. What is busy is tried again for some seconds: a writer
 * holds it for milliseconds.
 */
export async function withDatabase<Result>(
  path: string,
  read: (database: ReadOnlyDatabase) => Result | Promise<Result>,
): Promise<Result> {
  const database = await patiently(async () => openReadOnly(path));
  try {
    return await read(database);
  } finally {
    database.close();
  }
}

/** Calls again while the database is busy. Throws what it threw last. */
export async function patiently<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || tries === maxTries) throw error;
      await sleep(retryMilliseconds);
    }
  }
}

/** The same, where nothing can wait: null when the database cannot be read at this moment, or is none. */
export function withDatabaseNow<Result>(path: string, read: (database: ReadOnlyDatabase) => Result): Result | null {
  for (let tries = 1; tries <= triesAtOnce; tries++) {
    try {
      const database = openReadOnly(path);
      try {
        return read(database);
      } finally {
        database.close();
      }
    } catch (error) {
      if (!isBusy(error)) return null;
      Atomics.wait(waiting, 0, 0, retryMilliseconds);
    }
  }
  return null;
}

const waiting = new Int32Array(new SharedArrayBuffer(4));
const retryMilliseconds = 10;
const maxTries = 300;
const triesAtOnce = 20;

function preparedAll(database: DatabaseSync, sql: string, values: readonly SQLInputValue[]): readonly SqlRow[] {
  return database.prepare(sql).all(...values);
}

function isBusy(error: unknown): boolean {
  const number = errorNumber(error instanceof Error && error.cause !== undefined ? error.cause : error);
  return number === 5 || number === 6;
}

/** SQLite's primary result code; null for another error. Source: sqlite.org/rescode.html. */
function errorNumber(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : null;
}

const cannotOpen = 14;

function reasonOf(error: unknown): string {
  switch (errorNumber(error)) {
    case 8:
      return 'a program that wrote it died in the middle, and has to be started again, or `sqlite3 FILE .schema` run by its owner, to undo that';
    case 11:
      return 'it is damaged or cut off';
    case cannotOpen:
      return 'its directory does not let this user read it while it is being written';
    case 26:
      return 'it is no SQLite database';
    default:
      return errorMessage(error);
  }
}
