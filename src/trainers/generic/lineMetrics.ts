import { numberOf } from '../kit/numbers.ts';
import { withoutBest } from './best.ts';
import { commonForms, type MetricRow } from './metrics.ts';

/** A number found in a line. */
export interface Found {
  readonly value: number;
  /** As it is printed, where in the line it ends, and whether a `%` follows. */
  readonly text: string;
  readonly atEnd: boolean;
  readonly percent: boolean;
}

/** What a line says, by metric; the first row that fits wins. */
export type LineMetrics = ReadonlyMap<string, Found>;

export function metricsIn(text: string, rows: readonly MetricRow[]): LineMetrics {
  const metrics = new Map<string, Found>();
  // Skips lines without a digit or a nan, which most forms are slow to reject.
  if (!/\d|nan|inf/i.test(text)) return metrics;
  const current = withoutBest(text);
  for (const row of rows) {
    const { metric, find } = row;
    if (metrics.has(metric)) continue;
    // What a user taught is looked for in the whole line.
    const searched = common.has(row) ? current : text;
    const number = find(searched);
    if (number === null) continue;
    const captured = number.printed.trim();
    const printed = captured.replace(/[%,]$/, '');
    const value = numberOf(printed);
    if (value === null) continue;
    const rest = searched.slice(number.end);
    metrics.set(metric, {
      value,
      text: printed,
      atEnd: unfinished.test(rest),
      percent: captured.endsWith('%') || /^\s*%/.test(rest),
    });
  }
  return metrics;
}

/** Nothing, or the beginning of an exponent. */
const unfinished = /^(?:\s*|e[-+]?)$/i;
const common = new Set(commonForms);
