import type { ReadOnlyDatabase, SqlRow } from '../sqlite/readOnly.ts';

/** A run in a database of MLflow. */
export interface MlflowRow {
  readonly id: string;
  readonly name: string;
  readonly experiment: string;
  /** Epoch milliseconds; 0 where it is not known. */
  readonly start: number;
}

/** Whether a database is one of MLflow. Source: mlflow/store/tracking/dbmodels/models.py. */
export function isMlflow(database: ReadOnlyDatabase): boolean {
  const found = database.all(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('experiments', 'runs', 'metrics', 'params')`,
  );
  return found.length === 4;
}

/**
 * The run that a word means: the one with this id or a beginning of it, else the newest of this name, else the newest
 * of the experiment of this name; without a word the newest of all. Null without any. Deleted runs are none.
 */
export function runMeant(database: ReadOnlyDatabase, word: string | null): MlflowRow | null {
  if (word === null) return rowOf(database.all(newest('1')));
  const byId = /^[0-9a-f]{4,32}$/i.test(word) ? newest(`r.run_uuid >= ?1 AND r.run_uuid < ?1 || 'g'`) : null;
  const byName = newest('r.name = ?1');
  const byExperiment = newest('e.name = ?1');
  for (const sql of [byId, byName, byExperiment]) {
    const run = sql === null ? null : rowOf(database.all(sql, word));
    if (run !== null) return run;
  }
  return null;
}

/** The runs that began in a span of time (epoch milliseconds), the newest first, at most a few. */
export function runsBetween(database: ReadOnlyDatabase, from: number, to: number): readonly MlflowRow[] {
  return database
    .all(newest('r.start_time >= ?1 AND r.start_time <= ?2', 5), from, to)
    .flatMap((row) => rowOf([row]) ?? []);
}

/** What can be asked for, for a sentence: names of experiments. */
export function experimentNames(database: ReadOnlyDatabase): readonly string[] {
  return database
    .all(`SELECT DISTINCT e.name AS name FROM experiments e JOIN runs r ON r.experiment_id = e.experiment_id LIMIT 10`)
    .map(({ name }) => String(name));
}

/** What trains, or has, comes before evaluations and the like, which log without a step. */
function newest(condition: string, limit = 1): string {
  return `SELECT id, name, experiment, start FROM (
      SELECT r.run_uuid AS id, r.name AS name, e.name AS experiment, r.start_time AS start, r.status AS status
      FROM runs r LEFT JOIN experiments e ON e.experiment_id = r.experiment_id
      WHERE r.lifecycle_stage IS NOT 'deleted' AND (${condition}) ORDER BY r.start_time DESC LIMIT ${newestLooked}
    ) ORDER BY status = 'RUNNING' OR EXISTS (SELECT 1 FROM metrics m WHERE m.run_uuid = id AND m.step > 0) DESC, start DESC
    LIMIT ${limit}`;
}

/** Runs of which it is looked whether they train. */
const newestLooked = 20;

function rowOf([row]: readonly SqlRow[]): MlflowRow | null {
  if (row === undefined) return null;
  const id = String(row['id']);
  return {
    id,
    name: String(row['name'] ?? id),
    experiment: String(row['experiment'] ?? ''),
    start: Number(row['start'] ?? 0),
  };
}
