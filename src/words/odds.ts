/**
 * A chance as people say it: `1 in 20`, `2 in 3`, `less than 1 in 100`. Never more exact than a forecast is; nothing is
 * said to be certain.
 */
export function oddsText(chance: number): string {
  if (!Number.isFinite(chance)) return 'unknown';
  if (chance < 0.01) return 'less than 1 in 100';
  if (chance > 0.97) return 'more than 19 in 20';
  const nearest = ladder.reduce((best, each) =>
    Math.abs(logOdds(each[0] / each[1]) - logOdds(chance)) < Math.abs(logOdds(best[0] / best[1]) - logOdds(chance))
      ? each
      : best,
  );
  return `${nearest[0]} in ${nearest[1]}`;
}

const ladder: readonly (readonly [number, number])[] = [
  ...([100, 50, 30, 20, 15, 12, 10, 8, 7, 6, 5, 4, 3, 2] as const).map((of) => [1, of] as const),
  ...([3, 4, 5, 8, 10, 20] as const).map((of) => [of - 1, of] as const),
];

function logOdds(chance: number): number {
  return Math.log(chance / (1 - chance));
}
