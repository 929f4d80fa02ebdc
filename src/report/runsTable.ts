import type { RunSummary } from '../history/runDetails.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { outcomeOf, outcomeText } from '../history/outcome.ts';
import { count } from '../words/count.ts';
import { duration } from '../words/duration.ts';
import { percent } from '../words/fraction.ts';
import { textTable } from '../words/table.ts';
import { metricTitles } from '../words/metric.ts';
import { sparkline } from '../words/sparkline.ts';

/** One training of the list: its record, and what its log says. */
export interface ListedRun {
  readonly record: RunRecord;
  readonly summary: RunSummary;
}

/** One training as `plateau runs --json` prints it. */
export function listedRunReport({ record, summary }: ListedRun) {
  return {
    id: record.id,
    name: record.name,
    state: outcomeOf(record, summary),
    trainer: summary.trainer?.name ?? null,
    startedAt: record.startedAt,
    endedAt: record.exit?.time ?? null,
    exit: record.exit === null ? null : { code: record.exit.code, signal: record.exit.signal },
    at: summary.at,
    unit: summary.unit,
    total: summary.planned,
    progress: summary.progress,
    best: summary.best,
    verdict: summary.verdict.name,
    action: summary.verdict.action,
    headline: summary.verdict.headline,
    command: record.command,
    cwd: record.cwd,
    log: record.log,
    problem: record.problem,
  };
}

/** Cells of the sparkline of the mAP. */
const sparkWidth = 16;

/**
 * Writes the list, one training a line under a heading, in the given order. On a terminal of `columns` the mAP is drawn
 * and columns that do not fit are left out; null without a terminal.
 */
export function runsTable(runs: readonly ListedRun[], now: number, columns: number | null): string {
  if (runs.length === 0) return '';
  const rows = tableOf(runs, now);
  const lines =
    columns === null
      ? textTable(
          rows.map((row) => row.toSpliced(courseColumn, 1)),
          null,
        )
      : textTable(rows, { columns, expendable: ['mAP', 'TRAINER', 'STARTED'] });
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

function tableOf(runs: readonly ListedRun[], now: number): string[][] {
  const heading = ['RUN', 'STATE', 'PROGRESS', 'BEST', 'mAP', 'STARTED', 'TRAINER'];
  const rows = runs.map(({ record, summary }) => [
    record.id,
    outcomeText(record, summary),
    progressText(summary),
    bestText(summary),
    sparkline(summary.curve, sparkWidth),
    `${duration(now - record.startedAt)} ago`,
    summary.trainer?.name ?? '-',
  ]);
  return [heading, ...rows];
}
