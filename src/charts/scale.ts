/** Maps values to rows. `above` and `below`: some values lie outside and are drawn at the edge. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly above: boolean;
  readonly below: boolean;
}

/**
 * Returns a range in which the bulk of the values can be told apart. Values far beyond the 85th percentile (a first
 * loss of 2000 before one of 2) are left outside, so that they do not flatten everything else. Ignores non-finite
 * values; a constant or a single value gets room around it.
 */
export function robustScale(values: readonly number[], log = false): Scale {
  const usable = values
    .filter((value) => Number.isFinite(value) && (!log || value > 0))
    .toSorted((left, second) => left - second);
  if (usable.length === 0) return { low: log ? 0.1 : 0, high: 1, log, above: false, below: false };
  const low = usable[0]!;
  const highest = usable.at(-1)!;
  let high = highest;
  if (!log && usable.length >= 8) {
    const common = usable[Math.floor((usable.length - 1) * 0.85)]!;
    const median = usable[(usable.length - 1) >> 1]!;
    const limit = median + (common - median) * 2;
    // A little more room costs less than a clipped curve.
    if (highest - low > 2 * (limit - low) && limit > low) high = limit;
  }
  return { ...withRoom(low, high, log), above: highest > high, below: false };
}

/** Returns a scale with a given range. `above` and `below` say whether values lie beyond it. */
export function fixedScale(low: number, high: number, values: readonly number[]): Scale {
  const room = withRoom(low, high, false);
  return {
    ...room,
    above: values.some((value) => Number.isFinite(value) && value > room.high),
    below: values.some((value) => Number.isFinite(value) && value < room.low),
  };
}

/** Returns 0 at the low end, 1 at the high end, clamped; NaN where a value cannot be drawn. */
export function toUnit(scale: Scale, value: number): number {
  if (!Number.isFinite(value) || (scale.log && value <= 0)) return Number.NaN;
  const low = scale.log ? Math.log10(scale.low) : scale.low;
  const high = scale.log ? Math.log10(scale.high) : scale.high;
  const place = scale.log ? Math.log10(value) : value;
  // In halves, because the difference of two huge values is infinite.
  return Math.min(1, Math.max(0, (place / 2 - low / 2) / (high / 2 - low / 2)));
}

/** Returns the row of a plot for a value, counted from the top. */
export function rowOf(scale: Scale, value: number, height: number): number {
  return rowOfUnit(toUnit(scale, value), height);
}

/** Returns the row of a plot for a place on its scale (see `toUnit`): curves, lines, stars and labels all go by it. */
export function rowOfUnit(unit: number, height: number): number {
  return Math.round((1 - unit) * (height - 1));
}

/** Returns the same in dots, of which a row has `dots`: the middle of a row is where its label says. */
export function dotOfUnit(unit: number, height: number, dots: number): number {
  return Math.floor(((1 - unit) * (height - 1) + 0.5) * dots);
}

export function fromUnit(scale: Scale, unit: number): number {
  if (!scale.log) return scale.low * (1 - unit) + scale.high * unit;
  return 10 ** (Math.log10(scale.low) * (1 - unit) + Math.log10(scale.high) * unit);
}

/**
 * Returns labels for `rows` rows, the top one first, each exactly `width` cells: as many decimals as distinguish
 * neighbours, else scientific. All labels of a linear axis are written as the largest one is. Where the width cannot
 * distinguish two rows, the lower one has no label.
 */
export function axisLabels(scale: Scale, rows: number, width: number, percent: boolean): string[] {
  const factor = percent ? 100 : 1;
  const values = Array.from({ length: rows }, (_, index) =>
    rows === 1 ? fromUnit(scale, 1) * factor : fromUnit(scale, 1 - index / (rows - 1)) * factor,
  );
  const step = Math.abs(values.at(0)! - values.at(-1)!) / Math.max(1, rows - 1);
  const largest = Math.max(...values.map(Math.abs));
  const decimals = scale.log ? null : fixedDecimals(largest, step, width - (values.some((value) => value < 0) ? 1 : 0));
  const labels = values.map((value, index) => {
    const away = Math.abs(value - (values[index + 1] ?? values[index - 1] ?? value / 2));
    const label = decimals === null ? axisLabel(value, scale.log ? away : step, width) : fixed(value, decimals);
    return label.slice(0, width).padStart(width);
  });
  return labels.map((label, index) => (label === labels[index - 1] ? ' '.repeat(width) : label));
}

/** Writes a number in at most `width` characters, distinguished from one that is `step` away where the width allows. */
export function axisLabel(value: number, step: number, width: number): string {
  if (!Number.isFinite(value)) return 'nan'.slice(0, width);
  if (value === 0 && step < 1e-3) return '0';
  const decimals = fixedDecimals(value, step, width);
  if (decimals !== null) return fixed(value, decimals);
  for (let digits = 2; digits >= 0; digits--) {
    const text = value.toExponential(digits).replace('e+', 'e');
    if (text.length <= width) return text;
  }
  return value.toExponential(0).replace('e+', 'e').slice(0, width);
}

/**
 * Returns the decimals that distinguish neighbours, as far as the width allows; null where only scientific notation
 * does.
 */
function fixedDecimals(value: number, step: number, width: number): number | null {
  const size = Math.max(Math.abs(value), step);
  if (!Number.isFinite(size) || (value !== 0 && (size >= 1e6 || size < 1e-3))) return null;
  const wanted = step > 0 ? Math.ceil((step >= 1 ? 1 : 0.5) - Math.log10(step)) : 3;
  for (let decimals = Math.min(5, Math.max(0, wanted)); decimals >= 0; decimals--) {
    if (value.toFixed(decimals).length <= width) return decimals;
  }
  return null;
}

function fixed(value: number, decimals: number): string {
  return value.toFixed(decimals).replace(/^-(0(\.0*)?)$/, '$1');
}

function withRoom(low: number, high: number, log: boolean): Pick<Scale, 'low' | 'high' | 'log'> {
  if (log) return high > low * (1 + 1e-9) ? { low, high, log } : { low: low / 2, high: low * 2, log };
  if (high / 2 - low / 2 > 1e-9 * Math.max(Math.abs(low), Math.abs(high))) return { low, high, log };
  const room = Math.abs(high) * 0.05 || 1;
  return { low: low - room, high: high + room, log };
}
