import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import type { RunRecord } from './runRecord.ts';
import { writeWholeFile } from './wholeFile.ts';

/** `planned.json` of a run's directory: the planned length as a person told it, in what the trainer counts. */
const schema = v.looseObject({
  version: v.number(),
  length: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

const fileVersion = 1;

/** Reads the planned length that was told of a run; null where there is none that can be read. */
export function readPlannedLength({ log }: Pick<RunRecord, 'log'>): number | null {
  try {
    const { success, output } = v.safeParse(schema, JSON.parse(readFileSync(pathIn(log), 'utf8')));
    return success ? output.length : null;
  } catch {
    return null;
  }
}

/** Remembers the planned length of a run. What cannot be written is known to this process alone. */
export function writePlannedLength({ log }: Pick<RunRecord, 'log'>, length: number): void {
  try {
    writeWholeFile(pathIn(log), `${JSON.stringify({ version: fileVersion, length })}\n`);
  } catch {
    // A full disk or a run directory of another user.
  }
}

function pathIn(log: string): string {
  return join(dirname(log), 'planned.json');
}
