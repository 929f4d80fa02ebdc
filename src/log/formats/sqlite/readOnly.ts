import { closeSync, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import process from 'node:process';
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { errorMessage } from '../../../words/errors.ts';

export type SqlRow = Readonly<Record<string, SQLOutputValue>>;

/**
 * A SQLite database that another program writes. Nothing is ever written to it or beside it, and no transaction stays
 * open: each call of `all` is one of its own, since a writer waits for its readers, and fails when they take too long.
 */
export interface ReadOnlyDatabase {
  /** All rows of a statement, which has to be one that takes milliseconds. Throws what SQLite says. */
  readonly all: (sql: string, ...values: readonly SQLInputValue[]) => readonly SqlRow[];
}

/** The same, where what is busy is tried again for some seconds: a writer holds it for milliseconds. */
export interface PatientDatabase {
  readonly all: (sql: string, ...values: readonly SQLInputValue[]) => Promise<readonly SqlRow[]>;
}

/** Calls back with the database, open as long as that takes. */
export async function withDatabase<Result>(
  path: string,
  read: (database: PatientDatabase) => Promise<Result>,
): Promise<Result> {
  let database = await patiently(() => openReadOnly(path));
  const all = (...statement: Parameters<ReadOnlyDatabase['all']>) => {
    if (database.isStale()) {
      const fresh = openReadOnly(path);
      database.close();
      database = fresh;
    }
    return database.all(...statement);
  };
  try {
    return await read({ all: async (...statement) => patiently(() => all(...statement)) });
  } finally {
    database.close();
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

/** Calls again while the database is busy. Throws what it threw last. */
async function patiently<Result>(attempt: () => Result): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || tries === maxTries) throw error;
      await sleep(retryMilliseconds);
    }
  }
}

const waiting = new Int32Array(new SharedArrayBuffer(4));
const retryMilliseconds = 10;
const maxTries = 300;
const triesAtOnce = 20;

/** Whether a file begins as SQLite's do. Source: sqlite.org/fileformat.html, 1.3. */
export function isDatabase(path: string): boolean {
  return headerOf(path)?.subarray(0, magic.length).equals(magic) === true;
}

/** The file that holds what was written to a database and is not in its own file yet, if it is there. */
export function writeAheadLogOf(path: string): string {
  // It stands beside the file itself, not beside a link to it.
  return `${realpathSync(path)}-wal`;
}

/** Whether a database has a write-ahead log whenever a program has it open. */
function hasWriteAheadLog(path: string): boolean {
  return headerOf(path)?.[readVersion] === 2;
}

/** The first bytes of a regular file; null where it cannot be read, or is none. */
function headerOf(path: string): Buffer | null {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return null;
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    const header = Buffer.alloc(readVersion + 1);
    return header.subarray(0, readSync(descriptor, header));
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
}

const magic = Buffer.from('SQLite format 3\0', 'latin1');
/** The place of the "file format read version": 1 with a rollback journal, 2 with a write-ahead log. */
const readVersion = 19;

interface OpenDatabase extends ReadOnlyDatabase {
  /** Whether it was written behind SQLite's back, so that it has to be opened again. */
  readonly isStale: () => boolean;
  readonly close: () => void;
}

/** Opens a database for reading. Throws a clause that says why it cannot be read. */
function openReadOnly(path: string): OpenDatabase {
  try {
    return hasWriteAheadLog(path) && !existsSync(writeAheadLogOf(path)) ? openUnused(path) : openShared(path);
  } catch (error) {
    throw isBusy(error) ? error : new Error(reasonOf(error), { cause: error });
  }
}

function openShared(path: string): OpenDatabase {
  const database = opened(path);
  return {
    all: (sql, ...values) => database.prepare(sql).all(...values),
    isStale: () => false,
    close: () => database.close(),
  };
}

/**
 * Opens a database that no program has open. To read it as others SQLite would make its write-ahead log, and leave that
 * behind: of this user, so that the program that writes the database might not be able to open it any more. Taken as
 * unchangeable it is read as it is, and what was read counts only if nobody has written meanwhile.
 */
function openUnused(path: string): OpenDatabase {
  const stateOf = () => {
    const { ino, size, mtimeMs } = statSync(path);
    return existsSync(writeAheadLogOf(path)) ? null : `${ino} ${size} ${mtimeMs}`;
  };
  const before = stateOf();
  const isStale = () => before === null || stateOf() !== before;
  const database = opened(new URL(`${pathToFileURL(path).href}?immutable=1`));
  return {
    all: (sql, ...values) => {
      try {
        const found = database.prepare(sql).all(...values);
        if (!isStale()) return found;
      } catch (error) {
        if (!isStale()) throw error;
      }
      throw new WrittenMeanwhile();
    },
    isStale,
    close: () => database.close(),
  };
}

class WrittenMeanwhile extends Error {
  override readonly message = 'it is written all the time';
}

function opened(location: string | URL): DatabaseSync {
  // Loaded only where there is a database, so that nothing else waits for it.
  const { DatabaseSync: Database } = process.getBuiltinModule('node:sqlite');
  const database = new Database(location, { readOnly: true, timeout: 0 });
  try {
    database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').all();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  const number = errorNumber(error);
  return error instanceof WrittenMeanwhile || number === 5 || number === 6;
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
