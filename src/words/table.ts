import { harmless } from './harmless.ts';

/** The terminal that a table is for. */
export interface TableFit {
  readonly columns: number;
  /** Headings of the columns that may be left out, the first of them first, while a line is wider than the terminal. */
  readonly expendable: readonly string[];
}

/**
 * Rows of cells, of whatever origin, as aligned lines, the heading first. No cell is cut. `fit` is null where nothing
 * limits the width.
 */
export function textTable(cells: readonly (readonly string[])[], fit: TableFit | null): string[] {
  const rows = cells.map((row) => row.map(harmless));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  if (fit === null || lines.every((line) => line.length <= fit.columns)) return lines;
  const [next, ...expendable] = fit.expendable;
  const without = rows[0]?.indexOf(next ?? '') ?? -1;
  if (without === -1) return lines;
  return textTable(
    rows.map((row) => row.toSpliced(without, 1)),
    { ...fit, expendable },
  );
}
