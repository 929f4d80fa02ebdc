import { isRecord } from '../jsonRecord.ts';
import { readPages, type RunRows } from '../sqlite/pages.ts';
import { patiently, type ReadOnlyDatabase, type SqlRow, withDatabase } from '../sqlite/readOnly.ts';
import { headingLine, inPieces, paramLines, valueLine } from '../tracked/text.ts';
import type { TrackedText } from '../tracked/trackedRun.ts';

/**
 * The figures of a run in a project of trackio as one text (`../tracked/text.ts`): a row holds all values of a step as
 * JSON. trackio does not say when a run is over. Source: trackio's documentation, "Storage Schema".
 */
export function createTrackioLines(path: string, run: string): TrackedText {
  const figures = rowsOf('metrics', 'step', run);
  const system = rowsOf('system_metrics', '0 AS step', run);
  let [last, lastSystem, values] = [0, 0, 0];
  let begun = false;

  async function readOn(database: ReadOnlyDatabase, onText: (text: string) => void): Promise<boolean> {
    const text = inPieces(onText);
    const newest = Number(database.all('SELECT max(id) AS last FROM metrics')[0]?.['last'] ?? 0);
    // Numbers are never used twice, so that one that is gone is of a project that was made anew.
    if (newest < last) return false;
    if (!begun)
      text.add(headingLine('trackio', run) + paramLines(await patiently(async () => paramsOf(database, run))));
    begun = true;
    if (hasTable(database, 'system_metrics')) {
      lastSystem = await readPages(database, system, lastSystem, (row) => text.add(linesOf(row, 'system/')));
    }
    last = await readPages(database, figures, last, (row) => {
      const lines = linesOf(row, '');
      if (lines !== '') values++;
      text.add(lines);
    });
    text.flush();
    return true;
  }

  return {
    read: async (onText) => withDatabase(path, async (database) => readOn(database, onText)),
    values: () => values,
  };
}

function rowsOf(table: string, step: string, run: string): RunRows {
  return { table, columns: `timestamp, ${step}, metrics`, runColumn: 'run_name', run };
}

function hasTable(database: ReadOnlyDatabase, name: string): boolean {
  return database.all(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`, name).length > 0;
}

function paramsOf(database: ReadOnlyDatabase, run: string): [string, string][] {
  if (!hasTable(database, 'configs')) return [];
  const config = objectIn(database.all('SELECT config FROM configs WHERE run_name = ? LIMIT 1', run)[0]?.['config']);
  return Object.entries(config).map(([name, value]) => [name, String(value)]);
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
