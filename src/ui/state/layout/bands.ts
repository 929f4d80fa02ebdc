import type { PaneName } from '../panes.ts';
import type { Needs } from './needs.ts';

/** Columns of panes side by side. */
export interface Band {
  readonly band: Needs['band'];
  readonly height: number;
  readonly columns: readonly Column[];
}

/** Panes below one another. Their heights add up to that of the band. */
export interface Column {
  readonly width: number;
  readonly panes: readonly { readonly name: PaneName; readonly height: number }[];
}

export function isIn(bands: readonly Band[], pane: PaneName): boolean {
  return bands.some(({ columns }) => columns.some(({ panes }) => panes.some(({ name }) => name === pane)));
}
