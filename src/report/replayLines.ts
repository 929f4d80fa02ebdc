import type { OddsBasis, Verdict } from '../advisor/verdict.ts';
import type { ReplayedAdvice, ReplaySummary } from '../monitor/replay.ts';
import type { JudgedMetric } from '../run/metric.ts';
import type { Run } from '../run/run.ts';
import { count, counted } from '../words/count.ts';
import { duration } from '../words/duration.ts';
import { percent } from '../words/fraction.ts';
import { number } from '../words/number.ts';

/** The advice at one moment as `plateau replay --json` prints it. */
export function replayedReport({ kind, index, unit, at, progress, best, verdict }: ReplayedAdvice) {
  return {
    event: kind,
    index,
    epoch: unit === 'epoch' ? at : null,
    iteration: unit === 'iteration' ? at : null,
    progress,
    best,
    worth: verdict.worth,
    family: verdict.basis?.family ?? null,
    probability: verdict.chance,
    verdict: verdict.name,
    action: verdict.action,
    headline: verdict.headline,
    forecast: verdict.forecast,
  };
}

/** The same as a line for a person. */
export function replayedLine({ kind, unit, at, verdict }: ReplayedAdvice): string {
  const chance = verdict.chance === null ? '' : `  P(+1 point) ${percent(verdict.chance['0.01'], 0).padStart(5)}`;
  const where = kind === 'end' ? 'end' : `${unit} ${(at === null ? '-' : count(at)).padStart(7)}`;
  return `${where.padEnd(unit.length + 8)}  ${verdict.words.padEnd(22)}${chance}  ${verdict.headline}`;
}

/** Which measured trainings its odds came from, as a line for a person. */
export function familyLine({ basis }: Verdict): string {
  if (basis === null) return 'There are no odds in the end: nothing that was measured applies.';
  const { family, runs, repositories, proven } = basis;
  const measured = `${counted(runs, 'complete training')} of ${counted(repositories, 'project')}`;
  return `Its odds come from ${familyTitles[family]}, measured on ${measured}${proven ? '' : ', which are few'}.`;
}

const familyTitles: Readonly<Record<OddsBasis['family'], string>> = {
  yolo: 'trainings of YOLO',
  darknet: 'trainings of Darknet',
  detr: 'trainings of DETR and its like',
  mmdetection: 'trainings of MMDetection',
  other: 'trainings of YOLO, as of other trainers few are known',
};

/** How following the advice would have ended, as lines for a person. */
export function replaySummaryLines(
  run: Run,
  { stoppedAt, saved, savedSeconds, givenUp }: ReplaySummary,
  wanted: JudgedMetric | null = null,
): string[] {
  if (stoppedAt === null) return ['It would never have said stop: nothing saved, nothing given up.'];
  const time = savedSeconds === null ? '' : ` (${duration(savedSeconds)})`;
  return [
    `It would first have said stop at ${run.axis} ${count(stoppedAt.at)} (${stoppedAt.verdict.words}).`,
    `Stopping there saves ${percent(saved, 0)} of the training${time} and gives up ${wanted?.isLoss === true ? number(givenUp) : percent(givenUp, 2)} of ${wanted?.title ?? 'mAP'}.`,
  ];
}
