import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RunRecord } from '../../runs/runRecord.ts';
import { openRun } from '../../runs/runs.ts';

/** What `FILE|RUN` means: a file where there is one of that name, else a training that was started here. Throws a sentence when it is neither. */
export function logOrRun(word: string | null): { path: string; record: RunRecord | null } {
  if (word !== null && existsSync(word)) return { path: resolve(word), record: null };
  try {
    const record = openRun(word);
    return { path: record.log, record };
  } catch (error) {
    if (word === null) throw error;
    throw new Error(`${word} is neither a file nor a training started here (\`plateau runs\` lists those).`, {
      cause: error,
    });
  }
}
