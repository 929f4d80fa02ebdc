/** The places of everything on a terminal of one size. Rows add up to at most `height`. */
export interface FleetLayout {
  readonly width: number;
  /** Rows of the whole frame: one of the terminal stays free. */
  readonly height: number;
  /** The line with the counts above the list, and that of the keys below it. */
  readonly hasHeader: boolean;
  readonly hasHeading: boolean;
  readonly list: { readonly width: number; readonly height: number };
  /** Rows below the list that tell of the line at the cursor. */
  readonly saidRows: number;
  /** The pane that shows the training at the cursor; null where it has no room. */
  readonly pane: { readonly place: 'beside' | 'below'; readonly width: number; readonly height: number } | null;
}

/** Computes the layout for any size from 1 by 1 on, and a list of so many lines. */
export function layOutFleet(columns: number, rows: number, lines: number): FleetLayout {
  const width = Math.max(1, Math.floor(columns));
  const height = Math.max(1, Math.floor(rows) - 1);
  if (height < minRows.header)
    return {
      width,
      height,
      hasHeader: false,
      hasHeading: false,
      list: { width, height },
      saidRows: 0,
      pane: null,
    };
  const hasHeading = height >= minRows.heading;
  const body = height - 2;
  const rest = body - Number(hasHeading);
  const common = { width, height, hasHeader: true, hasHeading };
  if (width >= minBeside && body >= minPaneRows) {
    const wide = Math.min(maxPaneWidth, Math.floor(width * paneShare));
    return {
      ...common,
      list: { width: width - wide - 1, height: rest },
      saidRows: 0,
      pane: { place: 'beside', width: wide, height: body },
    };
  }
  const spare = rest - Math.max(minListRows, lines);
  if (width >= minBelow && spare >= minPaneRows) {
    const tall = Math.min(maxPaneRows, spare);
    return {
      ...common,
      list: { width, height: rest - tall },
      saidRows: 0,
      pane: { place: 'below', width, height: tall },
    };
  }
  const saidRows = height < minRows.said ? 0 : height < minRows.roomy ? 1 : 2;
  return { ...common, list: { width, height: rest - saidRows }, saidRows, pane: null };
}

/** From so many rows on, the last of which is free, a part of the screen is shown. */
const minRows = { header: 4, heading: 7, said: 9, roomy: 14 } as const;
/** Columns from which on the pane stands beside the list, and below which it does not stand below it. */
const minBeside = 150;
const minBelow = 76;
/** Its share of the width, and the most that is of use. */
const paneShare = 0.38;
const maxPaneWidth = 84;
/** Rows of a pane with a chart in which something is seen. */
const minPaneRows = 12;
const maxPaneRows = 22;
/** A list of few trainings may grow a little before its pane does not fit any more. */
const minListRows = 4;
