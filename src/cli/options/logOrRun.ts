import { existsSync } from 'node:fs';
import { isAddress, placeOf, placeOfTrackingUri, shownPlace } from '../../log/formats/place.ts';
import type { LogSource } from '../../log/logSource.ts';
import { figuresSource } from '../../monitor/discovery/figuresSource.ts';
import { watchedFile } from '../../sources/watchedFile.ts';
import { runSource } from '../../runs/runSource.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { openRun, runOfLog } from '../../runs/runs.ts';

/** What `FILE|RUN` names. */
export interface NamedLog {
  /** As it may be shown. */
  readonly path: string;
  readonly source: LogSource;
  /** The run that wrote it; null for a log that somebody else writes. */
  readonly record: RunRecord | null;
}

/** Finds the file of a name, else the run. Throws a sentence when there is neither. */
export function logOrRun(name: string | null): NamedLog {
  const record = name !== null && isPlace(name) ? runOfLog(name) : runNamed(name);
  if (record !== null) return { path: record.log, source: runSource(record), record };
  const path = watchedFile(name!);
  return { path: shownPlace(path), source: figuresSource(path), record: null };
}

/** Whether it names a file or what `FigureFormat` calls a place. */
function isPlace(name: string): boolean {
  const at = placeOfTrackingUri(placeOf(name).at);
  return at !== null && (isAddress(at) || existsSync(at));
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
