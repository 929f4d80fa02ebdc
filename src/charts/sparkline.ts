import { bridged } from './columns.ts';
import { type Range, shareOf } from './range.ts';
import type { Characters } from '../words/characters.ts';
import { levels } from '../words/sparkline.ts';

/**
 * Draws a curve in one row of eight heights, for terminals too narrow for a plot. Returns one character for each value.
 */
export function scaledSparkline(
  means: Float64Array,
  range: Pick<Range, 'low' | 'high'>,
  characters: Characters,
): string {
  const line = bridged(means.map((mean) => shareOf(range, mean)));
  if (line === null) return ' '.repeat(means.length);
  return (
    ' '.repeat(line.start) +
    levels(line.values, characters) +
    ' '.repeat(means.length - line.start - line.values.length)
  );
}
