import { closeSync, openSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isOwn } from '../runs/userDirectory.ts';
import { schema, schemaVersion } from './schema.ts';

/** Seconds that a statement waits for another writer, whose transactions last milliseconds. */
export const busyTimeout = 3;

/**
 * Opens the history, and makes it where there is none (mode 0600) or one of an older version.
 * Throws what SQLite says, or a sentence when it was written by a newer Plateau.
 */
export function openDatabase(path: string): DatabaseSync {
  closeSync(openSync(path, 'a', 0o600));
  if (!isOwn(statSync(path))) throw new Error(`${path} belongs to another user`);
  const database = new DatabaseSync(path, { timeout: busyTimeout * 1000 });
  try {
    database.exec(`PRAGMA journal_mode = ${isOnNetwork(path) ? 'TRUNCATE' : 'WAL'}`);
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
    if (versionOf(database) !== schemaVersion) makeTables(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** One transaction: all of it or nothing, also when this process is killed. */
export function transact<Result>(database: DatabaseSync, action: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = action();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // Some failures (a full disk) have rolled it back already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** The number that tells one file from another under the same path; null when there is none. */
export function fileNumber(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? null;
}

/**
 * Moves a damaged history out of the way, with the files that belong to it, and returns where to. Null when somebody
 * else did so first: then the path leads to another file than `number` by now.
 */
export function setAside(path: string, number: number | null): string | null {
  if (number === null || fileNumber(path) !== number) return null;
  const aside = `${path}.damaged`;
  for (const ending of ['-wal', '-shm']) rmSync(`${aside}${ending}`, { force: true });
  renameSync(path, aside);
  for (const ending of ['-wal', '-shm']) {
    if (fileNumber(`${path}${ending}`) !== null) renameSync(`${path}${ending}`, `${aside}${ending}`);
  }
  return aside;
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

/** Two processes may come here at once: whoever is second finds it done. */
function makeTables(database: DatabaseSync): void {
  transact(database, () => {
    const version = versionOf(database);
    if (version === schemaVersion) return;
    if (version > schemaVersion) {
      throw new Error('a newer Plateau wrote it, which this one cannot read');
    }
    const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`);
    database.exec('PRAGMA defer_foreign_keys = ON');
    for (const { name } of tables.all()) database.exec(`DROP TABLE "${String(name).replaceAll('"', '""')}"`);
    database.exec(schema);
    database.exec(`PRAGMA user_version = ${schemaVersion}`);
  });
}

/**
 * File systems whose machines share no memory, which the write-ahead log needs. Source: statfs(2),
 * https://sqlite.org/wal.html (2).
 */
const networkFileSystems = new Set([
  0x6969, // NFS
  0xff534d42, // CIFS
  0xfe534d42, // SMB2
  0x517b, // SMB
  0x0bd00bd0, // Lustre
  0x47504653, // GPFS
  0x19830326, // BeeGFS
  0x5346414f, // AFS
  0x00c36400, // Ceph
  0x01021997, // 9p
]);

function isOnNetwork(path: string): boolean {
  return networkFileSystems.has(statfsSync(dirname(path)).type >>> 0);
}
