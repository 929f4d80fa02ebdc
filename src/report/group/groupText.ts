import type { GroupStatistics } from '../../fleet/groupStatistics.ts';
import type { SettingDifference } from '../../fleet/settingsDifference.ts';
import { counted } from '../../words/count.ts';
import { percent } from '../../words/fraction.ts';
import { spreadText } from '../../words/spread.ts';
import { textTable } from '../../words/table.ts';

/** A group in a line: `4 runs, mean 50.1 ± 6.4 %, leads exp30 57.3 %, 41.0 to 55.2 % at 59 % of the plan`. */
export function groupLine({ runs, mean, deviation, leader, spread }: GroupStatistics, areFolds: boolean): string {
  const figure = mean === null ? null : `mean ${meanText(mean, deviation)}`;
  if (areFolds) return [counted(runs, 'fold'), ...(figure === null ? [] : [figure])].join(', ');
  return [
    counted(runs, 'run'),
    ...(figure === null ? [] : [figure]),
    ...(leader === null ? [] : [`leads ${leader.name} ${percent(leader.best)}`]),
    ...(spread === null || runs < 2
      ? []
      : [`${(100 * spread.low).toFixed(1)} to ${percent(spread.high)} at ${percent(spread.share, 0)} of the plan`]),
  ].join(', ');
}

function meanText(mean: number, deviation: number | null): string {
  return deviation === null ? percent(mean) : spreadText({ mean, deviation }, 'percent');
}

/** The settings in which the runs differ as a table; nothing where they do not. */
export function differenceLines(letters: readonly string[], differences: readonly SettingDifference[]): string[] {
  if (differences.length === 0) return [];
  const rows = letters.map((letter, at) => [letter, ...differences.map(({ values }) => values[at] ?? '-')]);
  return ['', 'What differs', ...textTable([['', ...differences.map(({ setting }) => setting)], ...rows], null)];
}
