import { type Member, standsForTraining } from '../fleet/member.ts';
import type { RunSummary } from '../history/runDetails.ts';
import { count } from '../words/count.ts';
import { duration } from '../words/duration.ts';
import { percent } from '../words/fraction.ts';
import { textTable } from '../words/table.ts';
import { metricTitles } from '../words/metric.ts';
import { sparkline } from '../words/sparkline.ts';

/** One training as `plateau runs --json` prints it. */
export function memberReport(member: Member) {
  const { position, verdict } = member;
  return {
    id: member.run,
    name: member.name,
    /** Its training may have taken several runs, of which this one stands for it unless `shownAs` names another. */
    runs: member.runs,
    shownAs: member.shownAs,
    host: member.host,
    /** Seconds since the epoch at which its host went away: all else is of then; null while it is not. */
    awaySince: member.away?.since ?? null,
    group: member.group,
    tags: member.tags,
    note: member.note,
    state: member.state,
    trainer: member.trainer?.name ?? null,
    startedAt: member.startedAt,
    endedAt: member.endedAt,
    exit: member.exit,
    at: position.at,
    unit: position.unit,
    total: position.planned,
    progress: position.progress,
    best: member.best,
    verdict: verdict?.name ?? null,
    action: verdict?.action ?? null,
    headline: verdict?.headline ?? null,
    command: member.command,
    cwd: member.cwd,
    log: member.log,
    problem: member.problem,
  };
}

/** Cells of the sparkline of the mAP. */
const sparkWidth = 16;

/**
 * Writes the list, one training a line under a heading, in the given order. On a terminal of `columns` the mAP is drawn
 * and columns that do not fit are left out; null without a terminal.
 */
export function runsTable(runs: readonly Member[], now: number, columns: number | null): string {
  if (runs.length === 0) return '';
  const rows = tableOf(runs, now);
  const lines =
    columns === null
      ? textTable(
          rows.map((row) => row.toSpliced(courseColumn, 1)),
          null,
        )
      : textTable(rows, { columns, expendable: ['mAP', 'TRAINER', 'STARTED', 'RUNS'] });
  return lines.join('\n');
}

/** Writes the best mAP: `mAP50 90.7 %`. */
export function bestText({ best }: Pick<RunSummary, 'best'>): string {
  return best === null ? '-' : `${metricTitles[best.metric]} ${percent(best.value)}`;
}

/** Writes the progress: `iteration 950/1,800`. */
export function progressText({ at, planned, unit }: Pick<RunSummary, 'at' | 'planned' | 'unit'>): string {
  if (at === null) return '-';
  return `${unit} ${count(at)}${planned === null ? '' : `/${count(planned)}`}`;
}

const courseColumn = 4;

function tableOf(runs: readonly Member[], now: number): string[][] {
  // A column that tells something of few runs only takes room.
  const hosts = new Set(runs.map(({ host }) => host)).size > 1;
  const several = runs.some(tookSeveral);
  const named = ['RUN', 'STATE', 'PROGRESS', 'BEST', 'mAP', 'STARTED', 'TRAINER'];
  const heading = [...named, ...(several ? ['RUNS'] : []), ...(hosts ? ['HOST'] : [])];
  const rows = runs.map((member) => [
    member.run,
    member.away === null ? member.stateText : `${member.stateText}, away`,
    progressText(member.position),
    bestText(member),
    sparkline(member.course, sparkWidth),
    `${duration(now - member.startedAt)} ago`,
    member.trainer?.name ?? '-',
    ...(several ? [tookSeveral(member) ? count(member.runs.length) : '-'] : []),
    ...(hosts ? [member.host] : []),
  ]);
  return [heading, ...rows];
}

/** Whether it stands for a training that took more runs than one. */
function tookSeveral(member: Member): boolean {
  return standsForTraining(member) && member.runs.length > 1;
}
