import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A table of figures of a training that rises to `end` over so many epochs, as trainers write one. */
export function resultsTable(
  end: number,
  epochs: number,
  { until = epochs, columns = ['map50', 'map5095'] }: { until?: number; columns?: readonly string[] } = {},
): string {
  const rows = Array.from({ length: until }, (_, at) => {
    const map = end * (1 - Math.exp((-6 * (at + 1)) / epochs)) + 0.004 * Math.sin(at * 1.7);
    const figures = columns.map((column) => (column === 'map50' ? Math.min(1, map * 1.3) : map).toFixed(5));
    // One reading of a validation loss that is no number is nothing unusual.
    return [at + 1, (3 / (at + 2)).toFixed(4), at === 3 ? 'nan' : (3.3 / (at + 2)).toFixed(4), ...figures].join(',');
  });
  return `${['epoch,train_total,val_total', ...columns].join(',')}\n${rows.join('\n')}\n`;
}

/** Writes the tables of a sweep, each in a directory of its own, and returns their paths. */
export function writeSweep(directory: string, tables: Readonly<Record<string, string>>): string[] {
  return Object.entries(tables).map(([name, table]) => {
    const path = join(directory, name, 'results.csv');
    mkdirSync(join(directory, name), { recursive: true });
    writeFileSync(path, table);
    return path;
  });
}
