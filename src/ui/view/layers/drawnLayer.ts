import type { Row } from '../../../words/terminal/row.ts';

/** The rows of a layer that are in view, and by how many rows it can be scrolled. */
export interface DrawnLayer {
  readonly rows: readonly Row[];
  readonly reach: number;
}
