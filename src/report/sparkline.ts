/** Values as one line of block characters between their own least and greatest: at most `width` cells, each the mean of its neighbours. */
export function sparkline(values: readonly number[], width: number): string {
  const cells = Math.min(values.length, width);
  const means = Array.from({ length: cells }, (_, index) => {
    const group = values.slice(
      Math.floor((index * values.length) / cells),
      Math.floor(((index + 1) * values.length) / cells),
    );
    return group.reduce((sum, value) => sum + value, 0) / group.length;
  });
  const low = Math.min(...means);
  const range = Math.max(...means) - low;
  return means
    .map((mean) => blocks[range === 0 ? 0 : Math.round(((mean - low) / range) * (blocks.length - 1))])
    .join('');
}

const blocks = '▁▂▃▄▅▆▇█';
