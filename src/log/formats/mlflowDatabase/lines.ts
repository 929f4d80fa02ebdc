import { statSync } from 'node:fs';
import { patiently, type ReadOnlyDatabase, type SqlRow, withDatabase } from '../sqlite/readOnly.ts';
import { readPages, rowAt, type RunRows } from '../sqlite/pages.ts';
import { headingLine, inPieces, paramLines, planParams, runStatus, statusLine, valueLine } from '../tracked/text.ts';
import type { TrackedText } from '../tracked/trackedRun.ts';

/**
 * The figures of a run in a database of MLflow, as one text (`../tracked/text.ts`). Values come in the order in which
 * they were written, each once. Source: mlflow/store/tracking/dbmodels/models.py (`SqlMetric`, `SqlParam`, `SqlRun`).
 */
export function createDatabaseLines(path: string, run: string): TrackedText {
  const rows: RunRows = { table: 'metrics', columns, runColumn: 'run_uuid', run };
  let values = 0;
  let begun = false;
  let last = 0;
  /** The newest row of this run, by which a database that was made anew is noticed. */
  let known: SqlRow | null = null;
  let status: number = runStatus.running;
  let seen = '';

  async function readOn(database: ReadOnlyDatabase, onText: (text: string) => void): Promise<boolean> {
    if (known !== null && !isSameRow(rowAt(database, rows, Number(known['rowid'])), known)) return false;
    const text = inPieces(onText);
    // What a look finds of the state has to come behind the values that were written before it.
    const now = await patiently(async () => statusOf(database, run));
    if (!begun) text.add(headingLine('MLflow', run) + paramLines(paramsOf(database, run)));
    begun = true;
    last = await readPages(database, rows, last, (row) => {
      known = row;
      const line = lineOf(row);
      if (line !== '') values++;
      text.add(line);
    });
    if (now !== status) text.add(statusLine((status = now)));
    text.flush();
    return true;
  }

  return {
    read: async (onText) => {
      const stamp = stampOf(path);
      if (stamp !== null && stamp === seen) return true;
      const isSame = await withDatabase(path, async (database) => readOn(database, onText));
      seen = stamp ?? '';
      return isSame;
    },
    values: () => values,
  };
}

/** Of any type that a column holds a number comes out; NULL and NaN as null. */
const columns = `CAST(key AS TEXT) AS name, CAST(value AS REAL) AS value, is_nan,
  CAST(timestamp AS REAL) AS time, CAST(step AS REAL) AS step`;

function lineOf(row: SqlRow): string {
  const value = row['value'] === null || Number(row['is_nan']) !== 0 ? Number.NaN : Number(row['value']);
  // Infinity is written as the largest number there is (mlflow/store/tracking/sqlalchemy_store.py,
  // `sanitize_metric_value`).
  const exact = Math.abs(value) === Number.MAX_VALUE ? Math.sign(value) * Infinity : value;
  return valueLine(Number(row['time']), exact, Number(row['step']), String(row['name']));
}

function isSameRow(row: SqlRow | null, known: SqlRow): boolean {
  return row !== null && Object.keys(known).every((column) => Object.is(row[column], known[column]));
}

function paramsOf(database: ReadOnlyDatabase, run: string): [string, string][] {
  const names = [...planParams];
  const marks = names.map(() => '?').join(', ');
  return database
    .all(`SELECT key AS name, value FROM params WHERE run_uuid = ? AND key IN (${marks})`, run, ...names)
    .map(({ name, value }) => [String(name), String(value).trim()]);
}

function statusOf(database: ReadOnlyDatabase, run: string): number {
  const word = database.all('SELECT status FROM runs WHERE run_uuid = ?', run)[0]?.['status'];
  const name = String(word ?? 'RUNNING').toLowerCase();
  return Object.entries(runStatus).find(([each]) => each === name)?.[1] ?? runStatus.running;
}

/**
 * Changes whenever the database or its write-ahead log does. Null while they were changed so lately that another change
 * may have the same time.
 */
function stampOf(path: string): string | null {
  const files = [path, `${path}-wal`].map((each) => statSync(each, { throwIfNoEntry: false }));
  if (files.some((stats) => stats !== undefined && Date.now() - stats.mtimeMs < coarseTime)) return null;
  return files.map((stats) => `${stats?.ino} ${stats?.size} ${stats?.mtimeMs}`).join(', ');
}

/** Milliseconds within which some file systems give two changes the same time. */
const coarseTime = 3000;
