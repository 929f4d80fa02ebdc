import { statSync } from 'node:fs';
import { type PatientDatabase, withDatabase, writeAheadLogOf } from './readOnly.ts';

/**
 * Returns what reads a database wherever it may have been written since it was read last, and then returns what `read`
 * does; else true.
 */
export function whenChanged<Argument>(
  path: string,
  read: (database: PatientDatabase, argument: Argument) => Promise<boolean>,
): (argument: Argument) => Promise<boolean> {
  let seen: string | null = null;
  return async (argument) => {
    const stamp = stampOf(path);
    if (stamp !== null && stamp === seen) return true;
    const result = await withDatabase(path, async (database) => read(database, argument));
    seen = stamp;
    return result;
  };
}

/**
 * Changes whenever the database or its write-ahead log does. Null while they were changed so lately that another change
 * may have the same time, and where there is no such file.
 */
function stampOf(path: string): string | null {
  const database = statSync(path, { throwIfNoEntry: false });
  if (database === undefined) return null;
  const files = [database, statSync(writeAheadLogOf(path), { throwIfNoEntry: false })];
  if (files.some((stats) => stats !== undefined && Date.now() - stats.mtimeMs < coarseTime)) return null;
  return files.map((stats) => `${stats?.ino} ${stats?.size} ${stats?.mtimeMs}`).join(', ');
}

/** Milliseconds within which some file systems give two changes the same time. */
const coarseTime = 3000;
