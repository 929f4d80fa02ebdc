import type { PaneName } from '../panes.ts';
import { type Band, isIn } from './bands.ts';
import { needsOf } from './needs.ts';
import { defaultSizes, type PaneSizes, resized } from './sizes.ts';
import { type ListRows, stackedBands } from './stacking.ts';

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

/** A smaller terminal shows one line of text. */
export const minTerminal = { columns: 30, rows: 8 } as const;

/** A smaller terminal shows sparklines instead of charts. */
const minChartTerminal = { columns: 60, rows: 14 } as const;

/** From this size on panes have borders. */
const roomy = { columns: 80, rows: 24 } as const;

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
 * a person changed, as far as it leaves every pane worth showing. `lists`: how much the lists among the panes have.
 */
export function layOut(
  columns: number,
  rows: number,
  wanted: readonly PaneName[],
  over: boolean,
  { sizes = defaultSizes, lists = {} }: { readonly sizes?: PaneSizes; readonly lists?: ListRows } = {},
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
  const make = (panes: readonly PaneName[]) => makeBands(panes, width, bodyRows, bordered, sizes);
  const bands = stackedBands(make, shown, wanted, { width, frameRows: bordered ? 2 : 1, lists });
  return {
    kind: 'panes',
    width,
    height,
    bannerRows,
    statusRow: true,
    bordered,
    bodyRows,
    bands,
    hidden: wanted.filter((pane) => !isIn(bands, pane)),
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

/** Returns bands of panes that stand beside one another. */
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
  return rows.map(({ band, panes }, index) => {
    const tall = Math.min(heights[index]!, height);
    const widths = paneWidths(panes, width, sizes);
    const columns = panes.map((name, at) => ({ width: widths[at]!, panes: [{ name, height: tall }] }));
    return { band, height: tall, columns };
  });
}

function paneWidths(panes: readonly PaneName[], width: number, sizes: PaneSizes): readonly number[] {
  const all = panes.map((pane) => needsOf(pane, width));
  const base = all.map((each) => Math.min(each.width, Math.floor(width / panes.length)));
  const extra = sharedUpTo(
    width - sum(base),
    all.map(({ weight }) => weight),
    all.map(({ maxWidth }, index) => maxWidth - base[index]!),
  );
  return resized(
    base.map((cells, index) => cells + extra[index]!),
    panes.map((pane) => sizes.widths[pane] ?? 0),
    base,
  );
}

/** Returns the band in which a pane stands; null where it is not shown. */
export function bandOf({ bands }: Layout, pane: PaneName): Band['band'] | null {
  return bands.find((band) => isIn([band], pane))?.band ?? null;
}

/** Whether the reasons stand beside the charts. */
export function isVerdictBesideCharts(layout: Layout): boolean {
  return bandOf(layout, 'verdict') === 0;
}

/** Divides an amount as `shared` does, and gives none more than its limit while another is below its own. */
function sharedUpTo(amount: number, weights: readonly number[], limits: readonly number[]): number[] {
  const open = [...limits.keys()].filter((index) => limits[index]! > 0);
  if (open.length === 0) return shared(amount, weights);
  const shares = shared(
    amount,
    open.map((index) => weights[index]!),
  );
  const out = limits.map((limit, index) => Math.min(limit, shares[open.indexOf(index)] ?? 0));
  const rest = amount - sum(out);
  if (rest === 0) return out;
  const left = limits.map((limit, index) => limit - out[index]!);
  const more = sharedUpTo(rest, weights, left);
  return out.map((share, index) => share + more[index]!);
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

export function isShown({ bands }: Layout, pane: PaneName): boolean {
  return isIn(bands, pane);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
