import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

export function freshFolder(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `plateau-${name}-`));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/**
 * A real database: trainings by Ultralytics 8 that MLflow 3.1 kept, committed in Marcoc51/Match-Video-Detection
 * (`mlruns.db`). Other tables were emptied and paths taken out.
 */
export function recordedDatabase(path: string): string {
  const packed = fileURLToPath(new URL('../../../fixtures/mlflow/match-video-detection.db.gz', import.meta.url));
  writeFileSync(path, gunzipSync(readFileSync(packed)));
  return path;
}

export interface DatabaseOptions {
  /** Since MLflow 2.1 there is an index over the run. */
  readonly isIndexed?: boolean;
  readonly journal?: 'DELETE' | 'WAL';
  readonly pageSize?: number;
}

/**
 * An empty database with the tables that matter, as MLflow 2 and 3 make them (mlflow/store/db_migrations, up to
 * 138e9eb975d4).
 */
export function emptyDatabase(
  path: string,
  { isIndexed = true, journal = 'DELETE', pageSize = 4096 }: DatabaseOptions = {},
): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5000 });
  database.exec(`PRAGMA page_size = ${pageSize}; PRAGMA journal_mode = ${journal}; PRAGMA synchronous = OFF;`);
  database.exec(`
    CREATE TABLE experiments (experiment_id INTEGER NOT NULL, name VARCHAR(256) NOT NULL, artifact_location VARCHAR(256),
      lifecycle_stage VARCHAR(32), creation_time BIGINT, last_update_time BIGINT,
      CONSTRAINT experiment_pk PRIMARY KEY (experiment_id), UNIQUE (name));
    CREATE TABLE runs (run_uuid VARCHAR(32) NOT NULL, name VARCHAR(250), source_type VARCHAR(20), status VARCHAR(9),
      start_time BIGINT, end_time BIGINT, lifecycle_stage VARCHAR(20), experiment_id INTEGER,
      CONSTRAINT run_pk PRIMARY KEY (run_uuid), FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id));
    CREATE TABLE metrics ("key" VARCHAR(250) NOT NULL, value FLOAT NOT NULL, timestamp BIGINT NOT NULL,
      run_uuid VARCHAR(32) NOT NULL, step BIGINT DEFAULT '0' NOT NULL, is_nan BOOLEAN DEFAULT '0' NOT NULL,
      CONSTRAINT metric_pk PRIMARY KEY ("key", timestamp, step, run_uuid, value, is_nan),
      FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid), CHECK (is_nan IN (0, 1)));
    CREATE TABLE params ("key" VARCHAR(250) NOT NULL, value VARCHAR(8000) NOT NULL, run_uuid VARCHAR(32) NOT NULL,
      CONSTRAINT param_pk PRIMARY KEY ("key", run_uuid), FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid));
    INSERT INTO experiments VALUES (0, 'Default', '', 'active', 0, 0);
  `);
  if (isIndexed) database.exec('CREATE INDEX index_metrics_run_uuid ON metrics (run_uuid)');
  onTestFinished(() => {
    if (database.isOpen) database.close();
  });
  return database;
}

export interface RunOptions {
  readonly name?: string;
  readonly start?: number;
  readonly status?: string;
  readonly stage?: string;
  readonly params?: Readonly<Record<string, string>>;
}

export function addRun(database: DatabaseSync, id: string, options: RunOptions = {}): string {
  const { name = `run-${id.slice(0, 4)}`, start = 1_760_000_000_000, status = 'RUNNING', stage = 'active' } = options;
  database.prepare(`INSERT INTO runs VALUES (?, ?, 'LOCAL', ?, ?, NULL, ?, 0)`).run(id, name, status, start, stage);
  for (const [key, value] of Object.entries(options.params ?? {})) {
    database.prepare('INSERT INTO params VALUES (?, ?, ?)').run(key, value, id);
  }
  return id;
}

/** Logs a metric under steps from 0 on, each value in a transaction of its own unless there is one. */
export function logValues(database: DatabaseSync, run: string, key: string, values: readonly number[], from = 0): void {
  const insert = database.prepare('INSERT INTO metrics VALUES (?, ?, ?, ?, ?, ?)');
  for (const [index, value] of values.entries()) {
    const isNan = Number.isNaN(value);
    insert.run(key, isNan ? 0 : value, 1_760_000_000_000 + (from + index) * 1000, run, from + index, Number(isNan));
  }
}
