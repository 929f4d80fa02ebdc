import { setImmediate as turn } from 'node:timers/promises';
import type { SQLInputValue } from 'node:sqlite';
import { patiently, type ReadOnlyDatabase, type SqlRow } from './readOnly.ts';

/** Rows of one run in a table that grows at its end. */
export interface RunRows {
  readonly table: string;
  /** What is selected besides the row's number, as SQL. */
  readonly columns: string;
  /** The column that says which run a row is of, and the run. */
  readonly runColumn: string;
  readonly run: SQLInputValue;
}

/**
 * Calls back with the rows of a run behind a row's number, in the order in which they were written, and returns the
 * number of the last one. They come in pages, each a transaction of its own that lasts milliseconds: a page becomes
 * smaller when it takes longer. Between two pages a writer has its turn.
 */
export async function readPages(
  database: ReadOnlyDatabase,
  rows: RunRows,
  after: number,
  onRow: (row: SqlRow) => void,
): Promise<number> {
  const index = indexOn(database, rows);
  let [last, size] = [after, firstPage];
  // Without an index a page is a span of row numbers, most of which may be other runs'.
  const end = index === null ? newestRow(database, rows) : 0;
  for (;;) {
    const begun = performance.now();
    const [from, count] = [last, size];
    const page = await patiently(async () =>
      index === null
        ? database.all(sqlOf(rows, 'NOT INDEXED', 'AND rowid <= ?3'), rows.run, from, from + count)
        : database.all(sqlOf(rows, `INDEXED BY ${quoted(index)}`, '', 'LIMIT ?3'), rows.run, from, count),
    );
    for (const row of page) onRow(row);
    last = index === null ? Math.min(from + count, end) : Number(page.at(-1)?.['rowid'] ?? last);
    if (index === null ? last >= end : page.length < count) return Math.max(last, after);
    size = nextSize(size, performance.now() - begun);
    await turn();
  }
}

/** The row with this number; null when it is not there any more. */
export function rowAt(database: ReadOnlyDatabase, { table, columns }: RunRows, number: number): SqlRow | null {
  return database.all(`SELECT rowid, ${columns} FROM ${table} WHERE rowid = ?`, number)[0] ?? null;
}

function sqlOf({ table, columns, runColumn }: RunRows, hint: string, condition: string, limit = ''): string {
  return `SELECT rowid, ${columns} FROM ${table} ${hint}
    WHERE ${runColumn} = ?1 AND rowid > ?2 ${condition} ORDER BY rowid ${limit}`;
}

function newestRow(database: ReadOnlyDatabase, { table }: RunRows): number {
  return Number(database.all(`SELECT max(rowid) AS last FROM ${table}`)[0]?.['last'] ?? 0);
}

/** An index over the run alone has its rows in the order of their numbers. */
function indexOn(database: ReadOnlyDatabase, { table, runColumn }: RunRows): string | null {
  for (const { name, partial } of database.all(`PRAGMA index_list(${table})`)) {
    const columns = database.all(`PRAGMA index_info(${quoted(String(name))})`);
    if (columns.length === 1 && columns[0]!['name'] === runColumn && Number(partial) === 0) return String(name);
  }
  return null;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Rows of a page: at first few, then as many as fit into `pageMilliseconds`. */
function nextSize(size: number, milliseconds: number): number {
  if (milliseconds > pageMilliseconds) return Math.max(smallestPage, Math.floor(size / 4));
  return milliseconds < pageMilliseconds / 3 ? Math.min(largestPage, size * 2) : size;
}

const firstPage = 100;
const smallestPage = 20;
const largestPage = 2000;
/** Far below the 50 ms that a reader may take: a writer that waits may wait for several of them. */
const pageMilliseconds = 8;
