import type { PaneName } from '../panes.ts';

/**
 * What a person changed about the sizes of panes on terminals of one size, in cells beside the default: columns of
 * panes, and rows of the three bands that panes stand in.
 */
export interface PaneSizes {
  readonly widths: Readonly<Partial<Record<PaneName, number>>>;
  readonly heights: readonly [number, number, number];
}

/** The changes by size of the terminal: `120x40`. */
export type SizesByTerminal = Readonly<Record<string, PaneSizes>>;

export const defaultSizes: PaneSizes = { widths: {}, heights: [0, 0, 0] };

export function terminalKey({ columns, rows }: { readonly columns: number; readonly rows: number }): string {
  return `${columns}x${rows}`;
}

/**
 * Returns sizes after changes, none below its least, with the same sum: those that are not changed give and take a cell
 * each in turn, and the changed ones only where they cannot.
 */
export function resized(sizes: readonly number[], changes: readonly number[], least: readonly number[]): number[] {
  const out = sizes.map((size, index) => Math.max(Math.min(size, least[index]!), size + changes[index]!));
  const indices = [...out.keys()];
  const others = [indices.filter((index) => changes[index] === 0), indices.filter((index) => changes[index] !== 0)];
  let over = total(out) - total(sizes);
  for (const group of others) {
    while (over !== 0) {
      const able = group.filter((index) => over < 0 || out[index]! > Math.min(sizes[index]!, least[index]!));
      if (able.length === 0) break;
      for (const index of able.slice(0, Math.abs(over))) out[index]! += over < 0 ? 1 : -1;
      over = total(out) - total(sizes);
    }
  }
  return out;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
