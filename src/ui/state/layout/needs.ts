import type { PaneName } from '../panes.ts';

/** What a pane needs, and what it gains from more. */
export interface Needs {
  /** Which of the three bands it stands in: charts, texts, the log and lists. */
  readonly band: 0 | 1 | 2;
  readonly width: number;
  /** Columns beyond which it gains nothing while another pane of its band does. */
  readonly maxWidth: number;
  /** Rows without a border that make the pane worth showing, and the fewest it can be squeezed into. */
  readonly height: number;
  readonly minHeight: number;
  /**
   * Shares of the width left in its band, and of the height left on the screen. Text gains nothing from more rows than
   * it has.
   */
  readonly weight: number;
  readonly flexGrow: number;
}

const any = Number.POSITIVE_INFINITY;

const needs: Readonly<Record<PaneName, Needs>> = {
  loss: { band: 0, width: 28, maxWidth: any, height: 10, minHeight: 7, weight: 1, flexGrow: 4 },
  validation: { band: 0, width: 30, maxWidth: any, height: 10, minHeight: 7, weight: 1, flexGrow: 4 },
  map: { band: 0, width: 28, maxWidth: any, height: 10, minHeight: 7, weight: 1, flexGrow: 4 },
  tail: { band: 0, width: 30, maxWidth: any, height: 10, minHeight: 7, weight: 1, flexGrow: 4 },
  metric: { band: 0, width: 34, maxWidth: any, height: 10, minHeight: 7, weight: 1, flexGrow: 4 },
  iou: { band: 1, width: 34, maxWidth: any, height: 9, minHeight: 9, weight: 3, flexGrow: 3 },
  iouPlot: { band: 1, width: 34, maxWidth: any, height: 8, minHeight: 6, weight: 3, flexGrow: 3 },
  verdict: { band: 1, width: 34, maxWidth: any, height: 8, minHeight: 6, weight: 3, flexGrow: 2 },
  classes: { band: 1, width: 28, maxWidth: 56, height: 8, minHeight: 6, weight: 2, flexGrow: 1 },
  log: { band: 2, width: 44, maxWidth: any, height: 5, minHeight: 3, weight: 3, flexGrow: 2 },
  checklist: { band: 2, width: 44, maxWidth: 80, height: 5, minHeight: 3, weight: 2, flexGrow: 1 },
  machine: { band: 2, width: 32, maxWidth: 60, height: 4, minHeight: 3, weight: 1, flexGrow: 1 },
};

/** From this width on there is room for the reasons of a verdict beside the charts that show them. */
const wideTerminal = 180;

/** Returns what a pane needs on a terminal so wide. */
export function needsOf(pane: PaneName, width: number): Needs {
  const usual = needs[pane];
  return pane === 'verdict' && width >= wideTerminal ? { ...usual, band: 0, width: 50, weight: 1 } : usual;
}
