import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LogSource } from '../../log/logSource.ts';
import { figuresSource } from '../../monitor/discovery/figuresSource.ts';
import { runSource } from '../../runs/runSource.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { openRun, runOfLog } from '../../runs/runs.ts';

/** What `FILE|RUN` names. */
export interface NamedLog {
  readonly path: string;
  readonly source: LogSource;
  /** The run that wrote it; null for a log that somebody else writes. */
  readonly record: RunRecord | null;
}

/** Finds the file of a name, else the run. Throws a sentence when there is neither. */
export function logOrRun(name: string | null): NamedLog {
  const record = name !== null && existsSync(name) ? runOfLog(name) : runNamed(name);
  if (record !== null) return { path: record.log, source: runSource(record), record };
  const path = resolve(name!);
  return { path, source: figuresSource(path), record: null };
}

function runNamed(name: string | null): RunRecord {
  try {
    return openRun(name);
  } catch (error) {
    if (name === null) throw error;
    throw new Error(`${name} is neither a file nor a training started here (\`plateau runs\` lists those).`, {
      cause: error,
    });
  }
}
