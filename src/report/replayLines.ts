import type { ReplayedAdvice, ReplaySummary } from '../monitor/replay.ts';
import type { Run } from '../run/run.ts';
import { count } from '../words/count.ts';
import { duration } from '../words/duration.ts';
import { percent } from '../words/fraction.ts';

/** One evaluation's advice as `plateau replay --json` prints it. */
export function replayedReport(run: Run, { index, at, progress, best, verdict }: ReplayedAdvice) {
  return {
    index,
    epoch: run.axis === 'epoch' ? at : null,
    iteration: run.axis === 'iteration' ? at : null,
    progress,
    best,
    probability: verdict.chance,
    verdict: verdict.name,
    action: verdict.action,
    forecast: verdict.forecast,
  };
}

/** The same as a line for a person. */
export function replayedLine(run: Run, { at, verdict }: ReplayedAdvice): string {
  const chance = verdict.chance === null ? '' : `  P(+1 point) ${percent(verdict.chance['0.01'], 0).padStart(5)}`;
  return `${run.axis} ${count(at).padStart(7)}  ${verdict.name.padEnd(18)} ${verdict.action.padEnd(8)}${chance}  ${verdict.headline}`;
}

/** How following the advice would have ended, as lines for a person. */
export function replaySummaryLines(run: Run, { stoppedAt, saved, savedSeconds, givenUp }: ReplaySummary): string[] {
  if (stoppedAt === null) return ['It would never have said stop: nothing saved, nothing given up.'];
  const time = savedSeconds === null ? '' : ` (${duration(savedSeconds)})`;
  return [
    `It would first have said stop at ${run.axis} ${count(stoppedAt.at)} (${stoppedAt.verdict.name}).`,
    `Stopping there saves ${percent(saved, 0)} of the training${time} and gives up ${percent(givenUp, 2)} of mAP.`,
  ];
}
