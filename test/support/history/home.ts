import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach } from 'vitest';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { runFiles } from '../../../src/runs/runDirectory.ts';
import { writeRecord } from '../../../src/runs/runRecord.ts';

/** A state directory of the test's own, gone with the test. */
export function freshStateHome(): { readonly directory: () => string } {
  const before = process.env['XDG_STATE_HOME'];
  let directory = '';
  beforeEach(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), 'plateau-history-')));
    process.env['XDG_STATE_HOME'] = directory;
  });
  afterEach(() => {
    if (before === undefined) delete process.env['XDG_STATE_HOME'];
    else process.env['XDG_STATE_HOME'] = before;
    rmSync(directory, { recursive: true, force: true });
  });
  return { directory: () => directory };
}

export const recordedLog = 'fixtures/demo/overfit.log';

/** A training that is over, with a real recorded log. */
export function recordedRun(id: string, changes: Partial<RunRecord> = {}, log: string = recordedLog): RunRecord {
  const files = runFiles(id);
  mkdirSync(files.directory, { recursive: true, mode: 0o700 });
  copyFileSync(log, files.log);
  const record: RunRecord = {
    id,
    name: 'shapes',
    command: ['train'],
    cwd: '/',
    log: files.log,
    state: 'ended',
    startedAt: 1_780_000_000,
    keeper: null,
    training: null,
    exit: { code: 0, signal: null, time: 1_780_000_900 },
    problem: null,
    ...changes,
  };
  writeRecord(files.directory, record);
  return record;
}

/** A run with a few lines of its own as its log. */
export function writtenRun(id: string, log: string, changes: Partial<RunRecord> = {}): RunRecord {
  const record = recordedRun(id, changes);
  writeFileSync(record.log, log);
  return record;
}

/** Every row of every table, in a fixed order. */
export function everyRow(path: string): unknown {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = ['runs', 'evaluations', 'verdicts', 'checkpoints', 'series'];
    return Object.fromEntries(
      tables.map((table) => [table, database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()]),
    );
  } finally {
    database.close();
  }
}

export function integrityOf(path: string): unknown {
  const database = new DatabaseSync(path);
  try {
    return database.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
  } finally {
    database.close();
  }
}
