import type { GroupOutcome, StoppedRun } from '../../advisor/group/sideBySide.ts';
import { counted } from '../../words/count.ts';
import { percent, points } from '../../words/fraction.ts';
import { metricText } from '../../words/metric.ts';
import { oddsText } from '../../words/odds.ts';

/** What following the advice between runs would have come to, as the last line of `plateau replay --group --json`. */
export function groupReplayReport(runs: number, { saved, best, kept, stopped }: GroupOutcome) {
  return {
    group: {
      runs,
      saved: rounded(saved),
      best,
      kept,
      stopped: stopped.map(({ run, at }) => ({ run, at: rounded(at) })),
    },
  };
}

/** One stop as `plateau replay --group --json` prints it. */
export function stoppedReport({ run, at, outrun }: StoppedRun) {
  return {
    event: 'outrun',
    run,
    at: rounded(at),
    leader: outrun?.leader ?? null,
    behind: outrun === null ? null : rounded(outrun.behind),
    odds: outrun === null ? null : rounded(outrun.odds),
  };
}

/** The same for a person. */
export function groupReplayLines(runs: number, { saved, best, kept, stopped }: GroupOutcome): string[] {
  if (best === null || kept === null) return ['None of them tells a mAP, so that there is nothing to compare.'];
  const lost = best - kept;
  return [
    ...stopped.map(({ run, at, outrun }) =>
      outrun === null
        ? `${percent(at, 0).padStart(5)} of its plan  ${run}`
        : `${percent(at, 0).padStart(5)} of its plan  ${run}: OUTRUN, ${points(outrun.behind)} behind ${outrun.leader}, ${oddsText(outrun.odds)} to pass it`,
    ),
    stopped.length === 0
      ? `None of the ${counted(runs, 'run')} would have been stopped.`
      : `Of ${counted(runs, 'run')} ${stopped.length} would have been stopped: ${percent(saved, 0)} of their plans saved.`,
    lost > 0
      ? `The best of the group would have been ${metricText(kept, 'percent')} instead of ${metricText(best, 'percent')}.`
      : `The best of the group, ${metricText(best, 'percent')}, would have been kept.`,
  ];
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
