import { type GroupPoint, groupPoints } from '../../../src/advisor/group/groupPoints.ts';
import type { GroupRun } from '../../../src/advisor/group/outrun.ts';
import type { FinishedRun } from '../../../src/advisor/group/sideBySide.ts';

/** A curve that rises to `end` and flattens, with what would be forecast of it: less and less above its best. */
export function risingTo(end: number, evaluations = 100): readonly GroupPoint[] {
  return groupPoints(
    Array.from({ length: evaluations }, (_, at) => {
      const share = (at + 1) / evaluations;
      const map = end * (1 - Math.exp(-6 * share));
      return { share, map, forecast: at < 4 ? null : { high: map + 0.2 * end * (1 - share) } };
    }),
  );
}

export function finished(run: string, end: number, evaluations = 100): FinishedRun {
  return { run, points: risingTo(end, evaluations), cost: evaluations, trained: 1 };
}

/** The same run as it was at a share of its plan. */
export function groupRun(run: string, end: number, share: number, state: GroupRun['state'] = 'running'): GroupRun {
  return { run, points: risingTo(end).filter((point) => point.share <= share + 1e-9), state };
}
