/** One row of a results table: what is in the cells, by the names in the header. */
export type TableRow = ReadonlyMap<string, string>;

/**
 * Turns the lines of a comma-separated results file into rows. The header may be padded, may come again with other columns (a trainer that
 * rewrites or resumes its file does that), and a row with too few cells is a half-written one: it is no row yet.
 */
export function createTableReader(isHeader: (cells: readonly string[]) => boolean) {
  let header: readonly string[] | null = null;
  return {
    /** The row in a line of text, `header` for a heading, or null for what is neither. */
    read(text: string): TableRow | 'header' | null {
      const cells = cellsOf(text);
      if (isHeader(cells)) {
        header = cells;
        return 'header';
      }
      if (header === null || cells.length !== header.length) return null;
      return new Map(header.map((name, index) => [name, cells[index]!]));
    },
  };
}

/** A cell as a number: NaN and infinities as Python, NumPy and C write them; null for an empty cell or a word. */
export function cellNumber(row: TableRow, name: string): number | null {
  const text = row.get(name);
  if (text === undefined || text === '') return null;
  const value = Number(text);
  if (!Number.isNaN(value)) return value;
  const match = /^([+-]?)(nan|inf|infinity)$/i.exec(text);
  if (match === null) return null;
  if (match[2]!.toLowerCase() === 'nan') return Number.NaN;
  return match[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** The trimmed cells of a line, with quotes taken off and quoted commas kept. */
export function cellsOf(text: string): string[] {
  if (!text.includes('"')) return text.split(',').map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (character === '"') {
      if (quoted && text[index + 1] === '"') {
        cell += '"';
        index++;
      } else {
        quoted = !quoted;
      }
    } else if (character === ',' && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else {
      cell += character;
    }
  }
  return [...cells, cell.trim()];
}
