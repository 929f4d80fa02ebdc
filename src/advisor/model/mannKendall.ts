/**
 * How sure a trend is: the Mann-Kendall statistic as a normal deviate, positive for a rise, with the correction for
 * continuity (Mann 1945, Kendall 1975). 0 of fewer than three values.
 */
export function mannKendallZ(values: readonly number[]): number {
  const count = values.length;
  if (count < 3) return 0;
  let balance = 0;
  for (let later = 1; later < count; later++) {
    for (let earlier = 0; earlier < later; earlier++) {
      balance += Math.sign(values[later]! - values[earlier]!);
    }
  }
  const variance = (count * (count - 1) * (2 * count + 5)) / 18;
  return (balance - Math.sign(balance)) / Math.sqrt(variance);
}
