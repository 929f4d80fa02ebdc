import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { actionNames } from '../advisor/verdictTable.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import type { Plan } from '../run/events.ts';
import type { LogFingerprint } from './logFingerprint.ts';
import { partTables } from './schema.ts';
import type { KeptPoint, RunDetails, RunSummary } from './runDetails.ts';

/** Puts a training in the place of what was known of it. To be called within a transaction. */
export function saveDetails(
  database: DatabaseSync,
  record: RunRecord,
  details: RunDetails,
  fingerprint: LogFingerprint,
): void {
  const { id } = record;
  database.prepare('DELETE FROM runs WHERE id = ?').run(id);
  insert(database, 'runs', [
    { ...recordColumns(record), ...summaryColumns(details), ...fingerprintColumns(fingerprint) },
  ]);
  insert(database, 'evaluations', numbered(id, details.evaluations.map(evaluationColumns)));
  insert(database, 'verdicts', numbered(id, details.verdicts));
  insert(database, 'checkpoints', numbered(id, details.checkpoints));
  const series = details.series.map(({ name, points }) => ({ name, points: JSON.stringify(points) }));
  insert(database, 'series', numbered(id, series));
}

/** What is known of all trainings, by id, with what it was read from. */
export function loadSummaries(
  database: DatabaseSync,
): Map<string, { summary: RunSummary; fingerprint: LogFingerprint }> {
  const rows = database.prepare('SELECT * FROM runs').all();
  return new Map(rows.map((row) => [text(row['id']), { summary: summaryOf(row), fingerprint: fingerprintOfRow(row) }]));
}

/** The figures of one training, as `loadSummaries`; null when nothing is known of it. */
export function loadSummary(
  database: DatabaseSync,
  id: string,
): { summary: RunSummary; fingerprint: LogFingerprint } | null {
  const row = database.prepare('SELECT * FROM runs WHERE id = ?').get(id);
  return row === undefined ? null : { summary: summaryOf(row), fingerprint: fingerprintOfRow(row) };
}

/** All that is known of one training; null when nothing is. */
export function loadDetails(
  database: DatabaseSync,
  id: string,
): { details: RunDetails; fingerprint: LogFingerprint } | null {
  const row = database.prepare('SELECT * FROM runs WHERE id = ?').get(id);
  if (row === undefined) return null;
  const plan: Plan = JSON.parse(text(row['plan']));
  const [evaluations, verdicts, checkpoints, series] = partTables.map((table) =>
    database.prepare(`SELECT * FROM ${table} WHERE run = ? ORDER BY number`).all(id),
  );
  return {
    fingerprint: fingerprintOfRow(row),
    details: {
      ...summaryOf(row),
      plan,
      evaluations: evaluations!.map((part) => ({
        iteration: number(part['iteration']),
        epoch: number(part['epoch']),
        map50: number(part['map50']),
        map50To95: number(part['map50_95']),
        precision: number(part['precision']),
        recall: number(part['recall']),
        f1: number(part['f1']),
        iou: number(part['iou']),
        trainLoss: number(part['train_loss']),
        validationLoss: number(part['validation_loss']),
        learningRate: number(part['learning_rate']),
        elapsed: number(part['elapsed']),
      })),
      verdicts: verdicts!.map((part) => ({
        at: number(part['at']),
        elapsed: number(part['elapsed']),
        name: text(part['name']),
        action: oneOf(part['action'], actionNames),
        headline: text(part['headline']),
      })),
      checkpoints: checkpoints!.map((part) => ({
        path: text(part['path']),
        at: number(part['at']),
        role: text(part['role']),
        elapsed: number(part['elapsed']),
      })),
      series: series!.map((part) => ({ name: text(part['name']), points: pointsOf(part['points']) })),
    },
  };
}

type Columns = Readonly<Record<string, SQLInputValue>>;
type Row = Readonly<Record<string, SQLOutputValue>>;

function insert(database: DatabaseSync, table: string, rows: readonly Columns[]): void {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const places = columns.map(() => '?').join(', ');
  const statement = database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`);
  for (const row of rows) statement.run(...columns.map((column) => row[column] ?? null));
}

function numbered(run: string, parts: readonly object[]): Columns[] {
  return parts.map((part, index) => ({ run, number: index, ...part }));
}

function recordColumns({ id, name, command, cwd, log, state, startedAt, exit }: RunRecord): Columns {
  return {
    id,
    name,
    command: JSON.stringify(command),
    cwd,
    log,
    state,
    started_at: startedAt,
    ended_at: exit?.time ?? null,
    exit_code: exit?.code ?? null,
    exit_signal: exit?.signal ?? null,
  };
}

function summaryColumns(details: RunDetails): Columns {
  return {
    trainer: details.trainer?.name ?? null,
    trainer_version: details.trainer?.version ?? null,
    log_state: details.state,
    unit: details.unit,
    at: details.at,
    planned: details.planned,
    progress: details.progress,
    best_metric: details.best?.metric ?? null,
    best_value: details.best?.value ?? null,
    best_at: details.best?.at ?? null,
    loss_first: details.loss?.first ?? null,
    loss_last: details.loss?.last ?? null,
    loss_min: details.loss?.min ?? null,
    elapsed: details.elapsed,
    lines: details.lines,
    unexplained: details.unexplained,
    plan: JSON.stringify(details.plan),
    verdict: details.verdict.name,
    action: details.verdict.action,
    headline: details.verdict.headline,
    words: details.verdict.words ?? null,
    latest: details.latest,
    curve: JSON.stringify(details.curve),
  };
}

function fingerprintColumns({ size, modified, readAs }: LogFingerprint): Columns {
  return { log_size: size, log_mtime: modified, read_as: readAs };
}

function evaluationColumns(evaluation: RunDetails['evaluations'][number]): Columns {
  const { map50To95, trainLoss, validationLoss, learningRate, ...rest } = evaluation;
  return {
    ...rest,
    map50_95: map50To95,
    train_loss: trainLoss,
    validation_loss: validationLoss,
    learning_rate: learningRate,
  };
}

function summaryOf(row: Row): RunSummary {
  const trainer = row['trainer'];
  const metric = row['best_metric'];
  const curve: number[] = JSON.parse(text(row['curve']));
  const [first, last, min] = [number(row['loss_first']), number(row['loss_last']), number(row['loss_min'])];
  return {
    trainer: typeof trainer === 'string' ? { name: trainer, version: textOrNull(row['trainer_version']) } : null,
    state: oneOf(row['log_state'], states),
    unit: row['unit'] === 'iteration' ? 'iteration' : 'epoch',
    at: number(row['at']),
    planned: number(row['planned']),
    progress: number(row['progress']),
    best:
      metric === 'map50' || metric === 'map50To95'
        ? { metric, value: Number(row['best_value']), at: Number(row['best_at']) }
        : null,
    loss: first === null && last === null && min === null ? null : { first, last, min },
    elapsed: Number(row['elapsed']),
    lines: Number(row['lines']),
    unexplained: Number(row['unexplained']),
    verdict: {
      name: text(row['verdict']),
      action: oneOf(row['action'], actionNames),
      headline: text(row['headline']),
      ...(row['words'] === null ? {} : { words: text(row['words']) }),
    },
    latest: number(row['latest']),
    curve,
  };
}

function pointsOf(value: SQLOutputValue | undefined): KeptPoint[] {
  return JSON.parse(text(value));
}

function fingerprintOfRow(row: Row): LogFingerprint {
  return { size: Number(row['log_size']), modified: Number(row['log_mtime']), readAs: text(row['read_as']) };
}

function text(value: SQLOutputValue | undefined): string {
  return String(value);
}

function textOrNull(value: SQLOutputValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function number(value: SQLOutputValue | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

const states = ['running', 'ended', 'failed', 'diverged'] as const;

/** Throws what unreadable JSON throws when it is none of them: the database is damaged. */
function oneOf<Word extends string>(value: SQLOutputValue | undefined, words: readonly Word[]): Word {
  const word = words.find((each) => each === value);
  if (word === undefined) throw new SyntaxError(`${JSON.stringify(value)} is none of ${words.join(', ')}`);
  return word;
}
