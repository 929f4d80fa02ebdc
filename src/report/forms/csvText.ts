import { harmless } from '../../words/harmless.ts';

/** A row of a table. */
export type Cells = readonly (string | number)[];

/** Writes a table as RFC 4180 has it. A figure that is not finite is `nan`. */
export function csvText(rows: readonly Cells[]): string {
  return rows.map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('');
}

/**
 * A text that a spreadsheet would take for a formula gets a quote before it, as OWASP advises against CSV injection.
 */
function cellText(cell: string | number): string {
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : 'nan';
  const text = harmless(cell);
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
