import { createRowReader } from '../sqlite/pages.ts';
import type { PatientDatabase, SqlRow } from '../sqlite/readOnly.ts';
import { whenChanged } from '../sqlite/whenChanged.ts';
import {
  headingLine,
  inPieces,
  paramLines,
  planParams,
  runStatus,
  statusLine,
  statusNamed,
  valueLine,
} from '../tracked/text.ts';
import type { TrackedText } from '../tracked/trackedRun.ts';

/**
 * The figures of a run in a database of MLflow, as one text (`../tracked/text.ts`). Values come in the order in which
 * they were written, each once. Source: mlflow/store/tracking/dbmodels/models.py (`SqlMetric`, `SqlParam`, `SqlRun`).
 */
export function createDatabaseLines(path: string, run: string): TrackedText {
  const rows = createRowReader({ table: 'metrics', columns, runColumn: 'run_uuid', run });
  let values = 0;
  let begun = false;
  let status: number = runStatus.running;

  async function readOn(database: PatientDatabase, onText: (text: string) => void): Promise<boolean> {
    if (!(await rows.isSame(database))) return false;
    const text = inPieces(onText);
    try {
      // What a look finds of the state has to come behind the values that were written before it.
      const now = await statusOf(database, run);
      if (!begun) text.add(headingLine('MLflow', run) + paramLines(await paramsOf(database, run)));
      begun = true;
      await rows.readOn(database, (row) => {
        const line = lineOf(row);
        if (line !== '') values++;
        text.add(line);
      });
      if (now !== status) text.add(statusLine((status = now)));
    } finally {
      text.flush();
    }
    return true;
  }

  return { read: whenChanged(path, readOn), values: () => values };
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

async function paramsOf(database: PatientDatabase, run: string): Promise<[string, string][]> {
  const names = [...planParams];
  const marks = names.map(() => '?').join(', ');
  const found = await database.all(
    `SELECT key AS name, value FROM params WHERE run_uuid = ? AND key IN (${marks})`,
    run,
    ...names,
  );
  return found.map(({ name, value }) => [String(name), String(value).trim()]);
}

async function statusOf(database: PatientDatabase, run: string): Promise<number> {
  const [row] = await database.all('SELECT status FROM runs WHERE run_uuid = ?', run);
  return statusNamed(String(row?.['status'] ?? ''));
}
