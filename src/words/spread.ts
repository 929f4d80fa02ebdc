import { metricNumber, metricText, type MetricUnit } from './metric.ts';

/** Mean and standard deviation (of a sample) of some values; the deviation of a single one is 0. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** Returns the spread of values; null of none. */
export function meanAndDeviation(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length === 1 ? 0 : Math.sqrt(squares / (values.length - 1)) };
}

/** A spread of fractions: `50.1 ± 6.4 %`, or `0.501 ± 0.064`. */
export function spreadText({ mean, deviation }: Spread, unit: MetricUnit): string {
  return `${metricNumber(mean, unit)} ± ${metricText(deviation, unit)}`;
}
