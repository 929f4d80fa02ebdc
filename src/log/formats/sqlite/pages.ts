import { setImmediate as turn } from 'node:timers/promises';
import type { SQLInputValue } from 'node:sqlite';
import type { PatientDatabase, SqlRow } from './readOnly.ts';

/** Rows of one run in a table that grows at its end. */
export interface RunRows {
  readonly table: string;
  /** What is selected besides the row's number, as SQL. */
  readonly columns: string;
  /** The column that says which run a row is of, and the run. */
  readonly runColumn: string;
  readonly run: SQLInputValue;
}

export interface RowReader {
  /** Whether the last row that was read is still there: not in a table that was made anew. */
  readonly isSame: (database: PatientDatabase) => Promise<boolean>;
  /**
   * Calls back with the rows that came since, in the order in which they were written, each once, also where an earlier
   * call threw in the middle.
   */
  readonly readOn: (database: PatientDatabase, onRow: (row: SqlRow) => void) => Promise<void>;
}

/**
 * Reads the rows of a run as they come. They are read in pages, each a transaction of its own that lasts milliseconds:
 * a page becomes smaller when it takes longer. Between two pages a writer has its turn.
 */
export function createRowReader(rows: RunRows): RowReader {
  let last = 0;
  let known: SqlRow | null = null;

  async function readOn(database: PatientDatabase, onRow: (row: SqlRow) => void): Promise<void> {
    const index = await indexOn(database, rows);
    // Without an index a page is a span of row numbers, most of which may be other runs'.
    const end = index === null ? await newestRow(database, rows) : null;
    let size = firstPage;
    for (;;) {
      const begun = performance.now();
      const [from, count] = [last, size];
      const page = await (index === null
        ? database.all(sqlOf(rows, 'NOT INDEXED', 'AND rowid <= ?3'), rows.run, from, from + count)
        : database.all(sqlOf(rows, `INDEXED BY ${quoted(index)}`, '', 'LIMIT ?3'), rows.run, from, count));
      for (const row of page) onRow(row);
      known = page.at(-1) ?? known;
      last = end === null ? numberOf(known) : Math.max(from, Math.min(from + count, end));
      if (end === null ? page.length < count : last >= end) return;
      size = nextSize(size, performance.now() - begun);
      await turn();
    }
  }

  return {
    isSame: async (database) => known === null || isSameRow(await rowAt(database, rows, numberOf(known)), known),
    readOn,
  };
}

/** The row with this number; null when it is not there any more. */
async function rowAt(database: PatientDatabase, { table, columns }: RunRows, number: number): Promise<SqlRow | null> {
  const [row] = await database.all(`SELECT rowid AS rowid, ${columns} FROM ${table} WHERE rowid = ?`, number);
  return row ?? null;
}

function isSameRow(row: SqlRow | null, known: SqlRow): boolean {
  return row !== null && Object.keys(known).every((column) => Object.is(row[column], known[column]));
}

/** A column that stands for the row's number has its own name unless it is told another. */
function sqlOf({ table, columns, runColumn }: RunRows, hint: string, condition: string, limit = ''): string {
  return `SELECT rowid AS rowid, ${columns} FROM ${table} ${hint}
    WHERE ${runColumn} = ?1 AND rowid > ?2 ${condition} ORDER BY rowid ${limit}`;
}

/** The number of a row; 0 before the first. */
function numberOf(row: SqlRow | null): number {
  return Number(row?.['rowid'] ?? 0);
}

async function newestRow(database: PatientDatabase, { table }: RunRows): Promise<number> {
  const [row] = await database.all(`SELECT max(rowid) AS last FROM ${table}`);
  return Number(row?.['last'] ?? 0);
}

/** An index over the run alone has its rows in the order of their numbers. */
async function indexOn(database: PatientDatabase, { table, runColumn }: RunRows): Promise<string | null> {
  for (const { name, partial } of await database.all(`PRAGMA index_list(${table})`)) {
    const columns = await database.all(`PRAGMA index_info(${quoted(String(name))})`);
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
