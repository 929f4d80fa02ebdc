import { thinned } from './thinned.ts';

/** Values as one line of block characters between their own least and greatest: at most `width` cells, each the mean of its neighbours. */
export function sparkline(values: readonly number[], width: number): string {
  const means = thinned(values, width);
  const low = Math.min(...means);
  const range = Math.max(...means) - low;
  return means
    .map((mean) => blocks[range === 0 ? 0 : Math.round(((mean - low) / range) * (blocks.length - 1))])
    .join('');
}

const blocks = '▁▂▃▄▅▆▇█';
