import { meanAndDeviation } from '../words/spread.ts';

/** What is known of one run of a group. */
export interface GroupFigures {
  readonly name: string;
  /** The best of the deciding metric, a fraction. */
  readonly best: number | null;
  /** Share of its plan that it has done, 0..1. */
  readonly progress: number | null;
  /** The metric as it went, oldest first, over all of what it has done. */
  readonly course: readonly number[];
}

/** The runs of a group together. Null where too few of them tell a metric. */
export interface GroupStatistics {
  readonly runs: number;
  /** Of the bests: mean and standard deviation (of a sample: n - 1; null of one). */
  readonly mean: number | null;
  readonly deviation: number | null;
  readonly leader: { readonly name: string; readonly best: number } | null;
  /** The lowest and the highest at the furthest share of the plan that all have reached. */
  readonly spread: { readonly share: number; readonly low: number; readonly high: number } | null;
}

export function groupStatistics(runs: readonly GroupFigures[]): GroupStatistics {
  const measured = runs.flatMap(({ name, best }) => (best === null ? [] : [{ name, best }]));
  const bests = meanAndDeviation(measured.map(({ best }) => best));
  const leader = measured.reduce<GroupStatistics['leader']>(
    (first, each) => (first === null || each.best > first.best ? each : first),
    null,
  );
  return {
    runs: runs.length,
    mean: bests?.mean ?? null,
    deviation: measured.length < 2 ? null : (bests?.deviation ?? null),
    leader,
    spread: spreadOf(runs),
  };
}

function spreadOf(runs: readonly GroupFigures[]): GroupStatistics['spread'] {
  const known = runs.filter((run): run is GroupFigures & { readonly progress: number } => {
    return run.progress !== null && run.progress > 0 && run.course.length > 0;
  });
  if (known.length < 2) return null;
  const share = Math.min(...known.map(({ progress }) => progress));
  const values = known.map(({ course, progress }) => {
    const at = Math.max(0, Math.ceil((share / progress) * course.length - rounding) - 1);
    return Math.max(...course.slice(0, at + 1));
  });
  return { share, low: Math.min(...values), high: Math.max(...values) };
}

const rounding = 1e-9;
