import type { PaneName } from '../panes.ts';
import { defaultSizes, type PaneSizes, resized } from './sizes.ts';

/** The places of everything on a terminal of one size. Heights add up to at most the rows of the frame. */
export interface Layout {
  /** `line`: one line of text; `compact`: sparklines; `panes`: charts. */
  readonly kind: 'line' | 'compact' | 'panes';
  readonly width: number;
  /** Rows of the whole frame. */
  readonly height: number;
  readonly bannerRows: number;
  readonly statusRow: boolean;
  readonly bordered: boolean;
  /** Rows between the banner and the closing rows. */
  readonly bodyRows: number;
  readonly bands: readonly Band[];
  /** Panes that are wanted but do not fit: `sizeFor` says what they need. */
  readonly hidden: readonly PaneName[];
}

/** Panes side by side. */
export interface Band {
  readonly height: number;
  readonly panes: readonly { readonly name: PaneName; readonly width: number }[];
}

/** A smaller terminal shows one line of text. */
export const minTerminal = { columns: 30, rows: 8 } as const;

/** A smaller terminal shows sparklines instead of charts. */
const minChartTerminal = { columns: 60, rows: 14 } as const;

/** From this size on panes have borders. */
const roomy = { columns: 80, rows: 24 } as const;

interface Needs {
  readonly band: 0 | 1 | 2;
  readonly width: number;
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

const needs: Readonly<Record<PaneName, Needs>> = {
  loss: { band: 0, width: 28, height: 10, minHeight: 7, weight: 1, flexGrow: 4 },
  validation: { band: 0, width: 30, height: 10, minHeight: 7, weight: 1, flexGrow: 4 },
  map: { band: 0, width: 28, height: 10, minHeight: 7, weight: 1, flexGrow: 4 },
  tail: { band: 0, width: 30, height: 10, minHeight: 7, weight: 1, flexGrow: 4 },
  metric: { band: 0, width: 34, height: 10, minHeight: 7, weight: 1, flexGrow: 4 },
  iou: { band: 1, width: 34, height: 9, minHeight: 9, weight: 3, flexGrow: 3 },
  iouPlot: { band: 1, width: 34, height: 8, minHeight: 6, weight: 3, flexGrow: 3 },
  verdict: { band: 1, width: 34, height: 8, minHeight: 6, weight: 3, flexGrow: 2 },
  classes: { band: 1, width: 28, height: 8, minHeight: 6, weight: 2, flexGrow: 1 },
  log: { band: 2, width: 44, height: 5, minHeight: 3, weight: 3, flexGrow: 2 },
  checklist: { band: 2, width: 44, height: 5, minHeight: 3, weight: 2, flexGrow: 1 },
  machine: { band: 2, width: 32, height: 4, minHeight: 3, weight: 1, flexGrow: 1 },
};

/** From this width on there is room for the reasons of a verdict beside the charts that show them. */
const wideTerminal = 180;

/** What a pane needs on a terminal so wide. */
function needsOf(pane: PaneName, width: number): Needs {
  const usual = needs[pane];
  return pane === 'verdict' && width >= wideTerminal ? { ...usual, band: 0, width: 50, weight: 1 } : usual;
}

/** The order in which panes stand in their band. */
const paneOrder: readonly PaneName[] = [
  ...(['loss', 'validation', 'map', 'tail', 'metric'] as const),
  ...(['iou', 'iouPlot', 'verdict', 'classes'] as const),
  ...(['log', 'checklist', 'machine'] as const),
];

/**
 * Dropped in this order where panes side by side are too narrow; the last one of a band stays. Panes that are only
 * shown on request are dropped last.
 */
const narrowOrder: readonly PaneName[] = [
  ...(['iouPlot', 'classes', 'iou', 'verdict', 'validation', 'map', 'tail'] as const),
  ...(['machine', 'checklist', 'log', 'loss', 'metric'] as const),
];

/**
 * Dropped in this order where the screen is too short. Charts stand side by side, so that dropping one of them saves no
 * row.
 */
const shortOrder: readonly PaneName[] = [
  ...(['machine', 'iouPlot', 'classes', 'iou', 'verdict', 'checklist', 'log'] as const),
  ...(['validation', 'tail', 'metric', 'map', 'loss'] as const),
];

/** The order once the training is over: its summary is what people want to see. */
const shortOrderAtEnd: readonly PaneName[] = [...shortOrder.filter((pane) => pane !== 'verdict'), 'verdict'];

/**
 * Computes the layout for any size from 1 by 1 on. `wanted` are the panes that are switched on and have content. One
 * row of the terminal stays free: a frame as tall as the terminal makes some terminals scroll (ink#359). `sizes`: what
 * a person changed, as far as it leaves every pane worth showing.
 */
export function layOut(
  columns: number,
  rows: number,
  wanted: readonly PaneName[],
  over: boolean,
  sizes: PaneSizes = defaultSizes,
): Layout {
  const width = Math.max(1, Math.floor(columns));
  const height = Math.max(1, Math.floor(rows) - 1);
  const none = { width, height, bannerRows: 1, statusRow: false, bordered: false, bodyRows: 0, bands: [] };
  if (width < minTerminal.columns || rows < minTerminal.rows) return { ...none, kind: 'line', hidden: wanted };
  if (width < minChartTerminal.columns || rows < minChartTerminal.rows) {
    return {
      ...none,
      kind: 'compact',
      bannerRows: 2,
      bodyRows: height - 4,
      hidden: wanted.filter((pane) => pane !== 'log'),
    };
  }
  const bordered = width >= roomy.columns && rows >= roomy.rows;
  const bannerRows = 2;
  const bodyRows = height - 1 - bannerRows - 2;
  const shown = fitting(wanted, width, bodyRows, bordered, over ? shortOrderAtEnd : shortOrder);
  return {
    kind: 'panes',
    width,
    height,
    bannerRows,
    statusRow: true,
    bordered,
    bodyRows,
    bands: makeBands(shown, width, bodyRows, bordered, sizes),
    hidden: wanted.filter((pane) => !shown.includes(pane)),
  };
}

/** Drops panes by priority until the rest fits; the last two bands are squeezed before they are dropped. */
function fitting(
  wanted: readonly PaneName[],
  width: number,
  height: number,
  bordered: boolean,
  order: readonly PaneName[],
): PaneName[] {
  const frame = bordered ? 1 : 0;
  let shown = wanted.slice();
  for (const pane of narrowOrder) {
    const { band } = needsOf(pane, width);
    const beside = shown.filter((other) => needsOf(other, width).band === band);
    const tooWide = sum(beside.map((other) => needsOf(other, width).width)) > width;
    if (tooWide && beside.length > 1) shown = shown.filter((other) => other !== pane);
  }
  const total = (which: 'height' | 'minHeight') =>
    [0, 1, 2].reduce((rows, band) => {
      const tallest = Math.max(
        0,
        ...shown.filter((pane) => needsOf(pane, width).band === band).map((pane) => needsOf(pane, width)[which]),
      );
      return rows + (tallest > 0 ? tallest + frame : 0);
    }, 0);
  for (const pane of order) {
    const bands = new Set(shown.map((other) => needsOf(other, width).band)).size;
    // A third band is worth that the others are squeezed half-way.
    const needed = bands > 2 ? (total('height') + total('minHeight')) / 2 : total('minHeight');
    const fits = needed <= height;
    if (fits || shown.length <= 1) break;
    shown = shown.filter((other) => other !== pane);
  }
  return shown;
}

function makeBands(
  shown: readonly PaneName[],
  width: number,
  height: number,
  bordered: boolean,
  sizes: PaneSizes,
): Band[] {
  const frame = bordered ? 1 : 0;
  const rows = ([0, 1, 2] as const)
    .map((band) => ({
      band,
      panes: paneOrder.filter((pane) => needsOf(pane, width).band === band && shown.includes(pane)),
    }))
    .filter(({ panes }) => panes.length > 0);
  const comfortable = rows.map(({ panes }) => Math.max(...panes.map((pane) => needsOf(pane, width).height)) + frame);
  const squeezed = rows.map(({ panes }) => Math.max(...panes.map((pane) => needsOf(pane, width).minHeight)) + frame);
  const base = sum(comfortable) <= height ? comfortable : squeezed;
  const weights = rows.map(({ panes }) => Math.max(...panes.map((pane) => needsOf(pane, width).flexGrow)));
  const grown = shared(Math.max(0, height - sum(base)), weights).map((extra, index) => base[index]! + extra);
  const heights = resized(
    grown,
    rows.map(({ band }) => sizes.heights[band]),
    squeezed,
  );
  return rows.map(({ panes }, index) => ({
    height: Math.min(heights[index]!, height),
    panes: paneWidths(panes, width, sizes),
  }));
}

function paneWidths(panes: readonly PaneName[], width: number, sizes: PaneSizes): Band['panes'] {
  const base = panes.map((pane) => Math.min(needsOf(pane, width).width, Math.floor(width / panes.length)));
  const extra = shared(
    width - sum(base),
    panes.map((pane) => needsOf(pane, width).weight),
  );
  const widths = resized(
    base.map((cells, index) => cells + extra[index]!),
    panes.map((pane) => sizes.widths[pane] ?? 0),
    base,
  );
  return panes.map((name, index) => ({ name, width: widths[index]! }));
}

/** Returns the band that a pane stands in on a terminal so wide. */
export function bandOf(pane: PaneName, width: number): 0 | 1 | 2 {
  return needsOf(pane, width).band;
}

/** Whether the reasons stand beside the charts. */
export function isVerdictBesideCharts(layout: Layout): boolean {
  return bandOf('verdict', layout.width) === 0 && isShown(layout, 'verdict');
}

/** Divides an amount into whole shares by weight; the remainder goes to the first ones. */
function shared(amount: number, weights: readonly number[]): number[] {
  const total = sum(weights);
  const out = weights.map((weight) => Math.floor((amount * weight) / total));
  for (let index = 0, rest = amount - sum(out); rest > 0; rest--, index = (index + 1) % out.length) out[index]!++;
  return out;
}

/**
 * Returns the smallest terminal, no narrower or shorter than this one, on which a wanted pane is shown; null when there
 * is none up to 200 by 60.
 */
export function sizeFor(
  pane: PaneName,
  columns: number,
  rows: number,
  wanted: readonly PaneName[],
  over: boolean,
): { readonly columns: number; readonly rows: number } | null {
  for (const wide of [columns, 60, 80, 90, 100, 120, 160, 200].filter((value) => value >= columns)) {
    for (let tall = rows; tall <= 60; tall++) {
      if (isShown(layOut(wide, tall, wanted, over), pane)) return { columns: wide, rows: tall };
    }
  }
  return null;
}

export function isShown(layout: Layout, pane: PaneName): boolean {
  return layout.bands.some((band) => band.panes.some(({ name }) => name === pane));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
