/** The size of a terminal, or 80 by 24 where it does not say (some serial consoles and `script`). */
export function terminalSize(stream: NodeJS.WritableStream): { columns: number; rows: number } {
  const { columns, rows } = stream as NodeJS.WritableStream & { columns?: number; rows?: number };
  return {
    columns: columns !== undefined && columns > 0 ? columns : 80,
    rows: rows !== undefined && rows > 0 ? rows : 24,
  };
}
