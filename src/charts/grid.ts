/** Rows of equal distance, some of which have a tick. Rows are counted from the lowest one. */
export interface RowGrid {
  /** The value in the middle of the lowest row, and that from one row to the next. */
  readonly lowest: number;
  readonly perRow: number;
  /** The value from one tick to the next; its last digit is the last that labels need. */
  readonly step: number;
  /** The rows with a tick, lowest first. */
  readonly ticks: readonly number[];
}

/**
 * Returns the grid that holds the values from `low` to `high` in so many rows with the least room to spare. Ticks are
 * multiples of 1, 2, 2.5 or 5 times a power of ten, whole rows apart. A constant gets a tick of its own.
 */
export function linearGrid(low: number, high: number, rows: number): RowGrid {
  const [from, to] = [limited(low), limited(high)];
  if (!(to / 2 - from / 2 > minRelative * Math.max(Math.abs(from), Math.abs(to)))) return constantGrid(from, rows);
  const span = to / rows - from / rows;
  let best: (RowGrid & { readonly cost: number }) | null = null;
  const [nearest, farthest] = rows < fewRows ? [1, rows] : [Math.floor(rows / (maxTicks + 1)), Math.ceil(rows / 2)];
  for (let apart = Math.max(1, nearest); apart <= farthest; apart++) {
    for (let step = roundStep(span * apart * (1 - 1e-9)), tries = 0; tries < maxTries; step = nextStep(step), tries++) {
      const grid = aligned(from, to, rows, step, apart);
      if (grid === null) continue;
      const cost = grid.perRow * (grid.ticks.length === 3 ? 1.15 : 1) * (isQuarter(step) ? 1.08 : 1);
      if (best === null || cost < best.cost * (1 - 1e-9)) best = { ...grid, cost };
      break;
    }
  }
  return best ?? constantGrid(from / 2 + to / 2, rows);
}

/** Steps that are tried for each number of rows between ticks: some lie so that the ends do not fit. */
const maxTries = 6;
/** Below this share of its size a difference cannot be written in the room of a label. */
const minRelative = 2e-5;

/** Larger or smaller values leave no room to calculate in. */
function limited(value: number): number {
  if (Math.abs(value) < 1e-290) return 0;
  return Math.max(-1e290, Math.min(1e290, value));
}

/** Returns the grid with such ticks, or null where it does not hold the values or has too few or too many ticks. */
function aligned(low: number, high: number, rows: number, step: number, apart: number): RowGrid | null {
  const perRow = step / apart;
  let first = Math.floor(low / perRow + 0.5 + slack);
  const spare = first + rows - 0.5 - high / perRow;
  if (spare < -slack) return null;
  // Half of the rows to spare go below, though none below zero for values above it.
  const down = Math.floor(spare / 2);
  first = low >= 0 ? Math.max(Math.min(0, first), first - down) : first - down;
  const ticks = shownTicks(first, rows, apart);
  return ticks === null ? null : { lowest: first * perRow, perRow, step, ticks };
}

/** In rows: what sums of decimals may be off. */
const slack = 1e-9;

/** Returns the rows that are multiples of `apart`, as many as there may be; null where they are too few or too many. */
function shownTicks(first: number, rows: number, apart: number): number[] | null {
  const all: number[] = [];
  for (let row = (apart - (first % apart)) % apart; row < rows; row += apart) if (row >= 0) all.push(row);
  if (rows < fewRows) return all.length < Math.min(2, rows) ? null : ends(all);
  return all.length < 3 || all.length > maxTicks ? null : all;
}

/** Fewer rows have two ticks. */
const fewRows = 6;
const maxTicks = 6;

function ends(rows: readonly number[]): number[] {
  return rows.length <= 2 ? rows.slice() : [rows[0]!, rows.at(-1)!];
}

/** Returns a grid with a tick for this very value, and round ones around it where its digits allow. */
function constantGrid(value: number, rows: number): RowGrid {
  const middle = (rows - 1) >> 1;
  const written = Number(value.toPrecision(4));
  const step = written === 0 ? 1 : dividing(Math.abs(written));
  // At most six ticks, and at least two.
  const apart = Math.max(1, rows < fewRows ? rows - 1 - middle : Math.ceil(rows / maxTicks));
  const perRow = step / apart;
  const isFloor = value === 0;
  const below = isFloor ? 0 : middle;
  const all: number[] = [];
  for (let row = below % apart; row < rows; row += apart) all.push(row);
  const ticks = rows < fewRows ? ends(all.filter((row) => row >= below)) : all;
  return { lowest: value - below * perRow, perRow, step, ticks: ticks.length >= Math.min(2, rows) ? ticks : ends(all) };
}

/** Returns the largest round step, at most half the value, that divides it. */
function dividing(value: number): number {
  let step = roundStep(value / 2);
  if (step > (value / 2) * (1 + 1e-9)) step = stepBelow(step);
  for (let tries = 0; tries < 30; tries++, step = stepBelow(step)) {
    if (offOf(value / step) < 1e-6) return step;
  }
  return step;
}

/** Whether a round step is 2.5 times a power of ten: its multiples have a digit more than others. */
export function isQuarter(step: number): boolean {
  return Math.abs(step / 10 ** Math.floor(Math.log10(step * (1 + 1e-9))) - 2.5) < 1e-6;
}

const factors = [1, 2, 2.5, 5, 10] as const;

/** Returns the smallest of 1, 2, 2.5 and 5 times a power of ten that is at least so large. */
function roundStep(least: number): number {
  const power = Math.floor(Math.log10(least));
  const factor = factors.find((each) => times(each, power) >= least * (1 - 1e-12)) ?? 10;
  return times(factor, power);
}

function nextStep(step: number): number {
  return roundStep(step * 1.1);
}

function stepBelow(step: number): number {
  const power = Math.floor(Math.log10(step * (1 + 1e-9)));
  const factor = factors.findLast((each) => times(each, power) < step * (1 - 1e-9));
  return factor === undefined ? times(5, power - 1) : times(factor, power);
}

/** Decimal, so that no step is a neighbour of the float that was meant. */
function times(factor: number, power: number): number {
  return Number(`${factor}e${power}`);
}

/**
 * Returns a grid over powers of ten: `lowest` and `perRow` are exponents. Ticks are powers of ten or, over few decades,
 * also 2 and 5 times one. Null where the range is too small for two of them, or there are too few rows.
 */
export function logGrid(low: number, high: number, rows: number): RowGrid | null {
  if (!(low > 0) || !(high / low >= minRatio) || rows < 3) return null;
  const [from, to] = [Math.log10(low), Math.log10(high)];
  for (let apart = Math.floor(rows / (to - from)) + 1; apart >= 1; apart--) {
    const grid = logAligned(from, to, rows, apart);
    if (grid !== null) return grid;
  }
  // Several decades to a row.
  for (let decades = 2; decades <= maxDecades; decades++) {
    const first = Math.floor(from / decades + 0.5);
    if (first + rows - 0.5 < to / decades) continue;
    const every = Math.max(1, Math.ceil(rows / maxTicks));
    const ticks = Array.from({ length: Math.ceil(rows / every) }, (_, index) => index * every);
    return { lowest: first * decades, perRow: decades, step: 0, ticks: rows < fewRows ? ends(ticks) : ticks };
  }
  return null;
}

/** All that a number can hold. */
const maxDecades = 700;
/** A smaller range may hold only one of 1, 2 and 5 times a power of ten. */
const minRatio = 8;

function logAligned(from: number, to: number, rows: number, apart: number): RowGrid | null {
  const perRow = 1 / apart;
  const first = Math.floor(from * apart + 0.5 + 1e-9);
  if (first + rows - 0.5 < to * apart - 1e-9) return null;
  const rowsOf = (tens: readonly number[]) =>
    Array.from({ length: rows }, (_, row) => row).filter((row) =>
      tens.some((factor) => offOf((first + row) / apart - Math.log10(factor)) * apart <= maxOff),
    );
  for (const tens of [[1, 2, 5], [1, 5], [1, 2], [1]] as const) {
    const isExact = tens.every((factor) => offOf(Math.log10(factor) * apart) <= maxOff);
    const ticks = isExact ? rowsOf(tens) : [];
    if (ticks.length < 2) continue;
    if (rows < fewRows) return { lowest: first * perRow, perRow, step: 0, ticks: ends(ticks) };
    if (ticks.length <= maxTicks) return { lowest: first * perRow, perRow, step: 0, ticks };
  }
  return null;
}

/** Half a dot of braille, in rows: how far a tick may lie from the middle of its row. */
const maxOff = 0.125;

/** How far a number lies from the next whole one. */
function offOf(value: number): number {
  return Math.abs(value - Math.round(value));
}
