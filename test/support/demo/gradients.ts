/** Returns the slope of `loss` by each number of `values`, taken from its change over a small step to both sides. */
export function measuredGradient(values: Float64Array, loss: () => number, step = 1e-5): Float64Array {
  return values.map((value, index) => {
    values[index] = value + step;
    const above = loss();
    values[index] = value - step;
    const below = loss();
    values[index] = value;
    return (above - below) / (2 * step);
  });
}

/** Returns the largest difference between two gradients, as a share of the largest slope. */
export function disagreement(computed: Float64Array, measured: Float64Array): number {
  const largest = Math.max(...measured.map(Math.abs));
  return Math.max(...computed.map((slope, index) => Math.abs(slope - measured[index]!))) / largest;
}
