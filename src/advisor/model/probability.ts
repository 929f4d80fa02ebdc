import type { Outlook } from './outlook.ts';

/** The gains of mAP that people ask about: half a point, one point, two points. */
export const askedGains = [0.005, 0.01, 0.02] as const;

export type GainChances = Readonly<Record<'0.005' | '0.01' | '0.02', number>>;

/**
 * The chance that the best mAP still rises by more than each asked gain within the plan. A larger gain is never
 * likelier.
 */
export function gainChances(outlook: Outlook, gains: readonly number[]): GainChances {
  return {
    '0.005': chanceOfMoreThan(outlook, gains, 0.005),
    '0.01': chanceOfMoreThan(outlook, gains, 0.01),
    '0.02': chanceOfMoreThan(outlook, gains, 0.02),
  };
}

/**
 * The chance of a rise by more than any gain >= 0 (`--min-gain`): between two gains of the model on a straight line.
 */
export function chanceOfMoreThan(outlook: Outlook, gains: readonly number[], gain: number): number {
  const above = gains.findIndex((known) => known >= gain);
  if (above === -1) return 0;
  const high = outlook.chances[above]!;
  if (above === 0) return high;
  const from = gains[above - 1]!;
  const low = outlook.chances[above - 1]!;
  return low + ((high - low) * (gain - from)) / (gains[above]! - from);
}
