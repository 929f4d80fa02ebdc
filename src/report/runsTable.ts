import { count, duration, percent } from '../advisor/words.ts';
import type { RunRecord } from '../keeper/control.ts';
import { position } from '../run/reduce.ts';
import type { Run } from '../run/run.ts';
import { plannedLength, progressOf, stateOf } from '../run/selectors.ts';

/** One training of the list: what its keeper wrote down, and what its log says. */
export interface ListedRun {
  readonly record: RunRecord;
  readonly run: Run;
}

/** One training as `plateau runs --json` prints it. */
export function listedRunReport({ record, run }: ListedRun) {
  return {
    id: record.id,
    name: record.name,
    state: stateWord(record, run),
    trainer: run.trainer?.name ?? null,
    startedAt: record.startedAt,
    endedAt: record.exit?.time ?? null,
    exit: record.exit === null ? null : { code: record.exit.code, signal: record.exit.signal },
    at: position(run),
    unit: run.axis,
    total: plannedLength(run),
    progress: progressOf(run),
    best: run.best,
    command: record.command,
    cwd: record.cwd,
    log: record.log,
    problem: record.problem,
  };
}

/** The list for a person, one training a line under a heading, newest first as it was given. */
export function runsTable(runs: readonly ListedRun[], now: number): string {
  if (runs.length === 0) return 'No training has been started here yet. Start one with: plateau run -- COMMAND ...';
  const rows = [
    ['RUN', 'STATE', 'PROGRESS', 'BEST', 'STARTED', 'TRAINER'],
    ...runs.map(({ record, run }) => [
      record.id,
      stateWord(record, run),
      progressText(run),
      run.best === null ? '-' : `${run.best.metric === 'map50' ? 'mAP50' : 'mAP50-95'} ${percent(run.best.value)}`,
      `${duration(now - record.startedAt)} ago`,
      run.trainer?.name ?? '-',
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function stateWord(record: RunRecord, run: Run): string {
  if (record.state !== 'ended') return record.state;
  const state = stateOf(run);
  if (state === 'failed' || state === 'diverged') return state;
  if (record.exit?.signal) return `stopped (${record.exit.signal})`;
  if (record.exit?.code) return `failed (${record.exit.code})`;
  return 'ended';
}

function progressText(run: Run): string {
  const at = position(run);
  const total = plannedLength(run);
  if (at === null) return '-';
  return `${run.axis} ${count(at)}${total === null ? '' : `/${count(total)}`}`;
}
