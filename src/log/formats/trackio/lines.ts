import { isRecord } from '../jsonRecord.ts';
import { createRowReader, type RowReader } from '../sqlite/pages.ts';
import type { PatientDatabase, SqlRow } from '../sqlite/readOnly.ts';
import { whenChanged } from '../sqlite/whenChanged.ts';
import { headingLine, inPieces, paramLines, valueLine } from '../tracked/text.ts';
import type { TrackedText } from '../tracked/trackedRun.ts';

/**
 * The figures of a run in a project of trackio as one text (`../tracked/text.ts`): a row holds all values of a step as
 * JSON. trackio does not say when a run is over. Source: trackio/sqlite_storage.py, from its beginning to 0.36.
 */
export function createTrackioLines(path: string, run: string): TrackedText {
  const figures = rowsOf('metrics', 'step', run);
  const system = rowsOf('system_metrics', '0 AS step', run);
  let values = 0;
  let begun = false;

  async function readOn(database: PatientDatabase, onText: (text: string) => void): Promise<boolean> {
    if (!(await figures.isSame(database))) return false;
    const text = inPieces(onText);
    try {
      if (!begun) text.add(headingLine('trackio', run) + paramLines(await paramsOf(database, run)));
      begun = true;
      if (await hasTable(database, 'system_metrics')) {
        await system.readOn(database, (row) => text.add(linesOf(row, 'system/')));
      }
      await figures.readOn(database, (row) => {
        const lines = linesOf(row, '');
        if (lines !== '') values++;
        text.add(lines);
      });
    } finally {
      text.flush();
    }
    return true;
  }

  return { read: whenChanged(path, readOn), values: () => values };
}

function rowsOf(table: string, step: string, run: string): RowReader {
  const columns = `timestamp, ${step}, ${asText('metrics')}`;
  return createRowReader({ table, columns, runColumn: 'run_name', run });
}

/** JSON in a column. trackio writes it as bytes, its first versions as text. */
function asText(column: string): string {
  return `CAST(${column} AS TEXT) AS ${column}`;
}

async function hasTable(database: PatientDatabase, name: string): Promise<boolean> {
  const found = await database.all(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`, name);
  return found.length > 0;
}

async function paramsOf(database: PatientDatabase, run: string): Promise<[string, string][]> {
  if (!(await hasTable(database, 'configs'))) return [];
  const [row] = await database.all(`SELECT ${asText('config')} FROM configs WHERE run_name = ? LIMIT 1`, run);
  return Object.entries(objectIn(row?.['config'])).map(([name, value]) => [name, String(value)]);
}

function linesOf(row: SqlRow, folder: string): string {
  const time = Date.parse(String(row['timestamp']));
  return Object.entries(objectIn(row['metrics']))
    .map(([name, value]) =>
      typeof value === 'number' ? valueLine(time, value, Number(row['step']), `${folder}${name}`) : '',
    )
    .join('');
}

/** Python's JSON has NaN and Infinity; trackio writes them as text. */
function objectIn(text: unknown): Readonly<Record<string, unknown>> {
  if (typeof text !== 'string') return {};
  try {
    const value: unknown = JSON.parse(text, (_name, each: unknown) => nonFinite.get(each) ?? each);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

const nonFinite: ReadonlyMap<unknown, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);
