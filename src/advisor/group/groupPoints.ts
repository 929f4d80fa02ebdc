import type { Forecast } from '../model/forecast.ts';

/** Where a run of a group stood at one share of its plan. */
export interface GroupPoint {
  /** 0..1 of the plan. */
  readonly share: number;
  /** The best of the deciding metric so far, and the mean over its last twentieth of the plan. */
  readonly best: number;
  readonly level: number;
  /** The top of the 80 % forecast; null where nothing is forecast yet. */
  readonly high: number | null;
}

/** One evaluation of a run: its share of the plan, its mAP, and what was forecast then. */
export interface JudgedPoint {
  readonly share: number;
  readonly map: number;
  readonly forecast: Pick<Forecast, 'high'> | null;
}

/** The points of a run by its evaluations, oldest first. One that is not further on than the one before is left out. */
export function groupPoints(evaluations: readonly JudgedPoint[]): readonly GroupPoint[] {
  const points: GroupPoint[] = [];
  const kept: JudgedPoint[] = [];
  let best = Number.NEGATIVE_INFINITY;
  let from = 0;
  let sum = 0;
  for (const evaluation of evaluations) {
    const { share, map, forecast } = evaluation;
    if (!(share > (points.at(-1)?.share ?? Number.NEGATIVE_INFINITY))) continue;
    kept.push(evaluation);
    best = Math.max(best, map);
    sum += map;
    while (from < kept.length - fewest && kept[from]!.share <= share - levelShare + rounding) sum -= kept[from++]!.map;
    points.push({ share, best, level: sum / (kept.length - from), high: forecast?.high ?? null });
  }
  return points;
}

/** The last point of a run up to a share of the plan; null where it has none so early. */
export function pointAt(points: readonly GroupPoint[], share: number): GroupPoint | null {
  return points.findLast((point) => point.share <= share + rounding) ?? null;
}

/**
 * As many of the points as others need to compare with: the last of each fortieth of the plan, and the last of all. So
 * a file that holds them stays small however long the run is.
 */
export function fewPoints(points: readonly GroupPoint[]): readonly GroupPoint[] {
  return points.filter((point, at) => slotOf(point) !== slotOf(points[at + 1]));
}

function slotOf(point: GroupPoint | undefined): number | null {
  return point === undefined ? null : Math.floor(point.share * slots + rounding);
}

const slots = 40;
/** The level is the mean over this share of the plan, and over at least so many evaluations. */
const levelShare = 0.05;
const fewest = 3;
const rounding = 1e-9;
