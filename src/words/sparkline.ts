import type { Characters } from './characters.ts';
import { groupMeans } from './groupMeans.ts';

/** A curve between its own lowest and highest value in at most `width` cells, each the mean of its neighbours. */
export function sparkline(values: readonly number[], width: number, characters: Characters = 'box'): string {
  const means = groupMeans(values, width);
  const low = Math.min(...means);
  const range = Math.max(...means) - low;
  return levels(
    means.map((mean) => (range === 0 ? 0.5 : (mean - low) / range)),
    characters,
  );
}

/** Shares 0..1 as one character each, of eight heights. */
export function levels(shares: readonly number[], characters: Characters): string {
  const heights = characters === 'ascii' ? ' .:-=+*#' : '▁▂▃▄▅▆▇█';
  return shares.map((share) => heights[Math.round(share * (heights.length - 1))]!).join('');
}
